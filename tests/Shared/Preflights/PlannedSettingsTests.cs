using System.Text;
using Tipstaff.Preflights;

namespace Tipstaff.Tests.Shared.Preflights;

/// <summary>What Azure's answer to what-if tells, and what of it is read.</summary>
public sealed class PlannedSettingsTests
{
    private const string Site = "/subscriptions/1/resourceGroups/g/providers/Microsoft.Web/sites/tipstaff";

    [Theory]
    [InlineData("nysd", "nysd", null)]
    [InlineData("", "", null)]
    [InlineData(null, "", null)]
    [InlineData("[reference('x').y]", null, null)]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/smtp-password)", null, "smtp-password")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/smtp-password/0123)", null, "smtp-password")]
    [InlineData("@Microsoft.KeyVault(VaultName=v;SecretName=smtp-password)", null, "smtp-password")]
    [InlineData("[format('@Microsoft.KeyVault(SecretUri={0}secrets/smtp-password)', reference('v').vaultUri)]", null, "smtp-password")]
    public void Of_Value_IsKnownOrAzuresOrASecret(string? value, string? known, string? secret) => Assert.Equal(new PlannedSetting("Name", known, secret), PlannedSetting.Of("Name", value));

    [Fact]
    public void Read_Changes_WithoutWhatStays()
    {
        var read = Read("""
            {"status":"Succeeded","error":null,"changes":[
            {"resourceId":"SITE","changeType":"Modify","after":{"properties":{"siteConfig":{"appSettings":[{"name":"A","value":"b"}]}}},"delta":[{"path":"tags","propertyChangeType":"Modify"}]},
            {"resourceId":"SITE/config/web","changeType":"Create","after":{"properties":{"siteConfig":{"appSettings":[{"name":"Not","value":"this"}]}}}},
            {"resourceId":"/subscriptions/1/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/s","changeType":"NoChange"},
            {"resourceId":"/subscriptions/1/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v","changeType":"Delete"}]}
            """.Replace("SITE", Site, StringComparison.Ordinal));

        Assert.Equal([new PlannedSetting("A", "b", Secret: null)], read.Settings);
        Assert.Equal(["Modify Microsoft.Web/sites/tipstaff", "Create Microsoft.Web/sites/tipstaff/config/web", "Delete Microsoft.KeyVault/vaults/v"], read.Changes.Select(change => $"{change.Kind} {change.Name}"));
        Assert.Equal(["tags"], read.Changes[0].Parts);
    }

    [Theory]
    [InlineData("\"[map(items(reference('settings').outputs.settings.value), lambda('one', 'two'))]\"")]
    [InlineData("null")]
    public void Read_SettingsThatAzureCannotTell_AreNotTold(string settings) =>
        Assert.Null(Read($"{{\"changes\":[{{\"resourceId\":\"{Site}\",\"changeType\":\"Modify\",\"after\":{{\"properties\":{{\"siteConfig\":{{\"appSettings\":{settings}}}}}}}}}]}}").Settings);

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"changes":7}""")]
    [InlineData("""{"changes":[{"changeType":"Modify"}]}""")]
    [InlineData("""{"changes":[],"error":{"code":"InvalidTemplate"}}""")]
    public void Read_Rubbish_IsNone(string answer) => Assert.Throws<FormatException>(() => Read(answer));

    [Fact]
    public void NamedBy_TheTemplate_ItsSettingsAndSecrets()
    {
        var named = SettingCheck.NamedBy(File.ReadAllText(Path.Combine(Support.Repository.Root, "infra-bicep", "modules", "settings.bicep"))).ToDictionary(setting => setting.Name, StringComparer.Ordinal);

        Assert.All(["Azure__TableEndpoint", "TASKHUB_NAME", "Smtp__Host", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING"], name => Assert.Null(named[name].Value));
        Assert.Equal(("installation-secret", "smtp-password"), (named["Azure__InstallationSecret"].Secret, named["Smtp__Password"].Secret));
        Assert.All(named.Keys, name => Assert.Matches("^[A-Z][A-Za-z0-9_]{5,}$", name));
    }

    [Fact]
    public void Between_CurrentAndPlanned_NamesAlone()
    {
        var changes = SettingChanges.Between(
            [new("Same", "1"), new("Old", "1"), new("Changed", "1"), new("Azures", "1")],
            [PlannedSetting.Of("Same", "1"), PlannedSetting.Of("New", "1"), PlannedSetting.Of("Changed", "2"), PlannedSetting.Of("Azures", "[reference('x')]")]);

        Assert.Equal(("New", "Changed", "Old"), (Assert.Single(changes.Added), Assert.Single(changes.Changed), Assert.Single(changes.Removed)));
    }

    [Fact]
    public void Read_LineThatIsNoNameAndLength_IsNotRepeated() =>
        Assert.DoesNotContain("s3cret", Assert.Throws<FormatException>(() => VaultSecret.Read(["smtp-password s3cret"])).Message, StringComparison.Ordinal);

    [Fact]
    public void Report_WhatIsDeletedRemovedOrNew_NeedsAttention()
    {
        var lines = new PreflightReport
        {
            Heading = "",
            Commits = [],
            Infrastructure = [new ResourceChange("Microsoft.KeyVault/vaults/v", "Delete", []), new ResourceChange("Microsoft.Web/x", "Unsupported", [])],
            Packages = new PackagePins(["C 1"], [], []),
            Findings = [.. SettingCheck.Run([], new SettingChanges([], [], ["Old"]))],
        }.Lines().SkipWhile(line => line != "Needs someone's attention").TakeWhile(line => line.Length > 0).ToList();

        Assert.All(["Old goes away", "vaults/v would be deleted", "Azure cannot tell what becomes of Microsoft.Web/x", "C 1 is a package that was not there"], part => Assert.Contains(lines, line => line.Contains(part, StringComparison.Ordinal)));
    }

    private static WhatIf Read(string answer) => WhatIf.Read(Encoding.UTF8.GetBytes(answer));
}
