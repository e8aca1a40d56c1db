namespace Tipstaff.Tests.Local.Preflights;

/// <summary><c>tipstaff preflight</c> where Azure's what-if does not tell the settings, as they come out of another module.</summary>
public sealed class PreflightSettingsUntoldTests
{
    private const string Untold = "Azure's answer does not tell the settings";

    [Theory]
    [InlineData("installation-secret 44\n", null)]
    [InlineData("installation-secret 0\n", "Azure__InstallationSecret refers to the secret installation-secret, which is empty")]
    [InlineData("installation-secret disabled\n", "Azure__InstallationSecret refers to the secret installation-secret, which is disabled")]
    [InlineData("", "Azure__InstallationSecret refers to the secret installation-secret, which the key vault has not")]
    public async Task Preflight_BeforeTheFirstDeployment_WantsTheSecretOfEveryInstallationAlone(string secrets, string? said)
    {
        using var made = await UntoldAsync();
        made.Current = [];
        made.Write("secrets", secrets);

        await RefusesForAsync(said, made, "none");
    }

    [Theory]
    [InlineData("installation-secret 44\nsmtp-password 9\n", null)]
    [InlineData("installation-secret 0\nsmtp-password 9\n", "Azure__InstallationSecret refers to the secret installation-secret, which is empty")]
    [InlineData("installation-secret 44\nsmtp-password 0\n", "Smtp__Password refers to the secret smtp-password, which is empty")]
    public async Task Preflight_AppHasSettings_WantsTheirSecrets(string secrets, string? said)
    {
        using var made = await UntoldAsync();
        made.Settings["Smtp__Password"] = "@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/smtp-password)";
        made.Write("secrets", secrets);

        await RefusesForAsync(said, made);
    }

    [Fact]
    public async Task Preflight_ValueThatTheAppHasIsWrongForTheNewCode_Refuses()
    {
        using var made = await UntoldAsync();
        made.Settings["Mail__From"] = "";

        await RefusesForAsync("Mail:From", made);
    }

    [Fact]
    public async Task Preflight_TemplateDoesNotSayWhatEveryInstallationGets_Stops()
    {
        using var made = await UntoldAsync();
        made.Replace("artifact/infra-bicep/modules/settings.bicep", "var always = {", "var most = {");

        var (status, _, errors) = await made.RunAsync();

        Assert.Equal(1, status);
        Assert.Contains("settings.bicep has no settings under 'var always = {'", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private static async Task<SomeDeployment> UntoldAsync()
    {
        var made = await SomeDeployment.CreateAsync();
        made.Write("what-if.json", """{"status":"Succeeded","changes":[]}""");
        return made;
    }

    private static async Task RefusesForAsync(string? said, SomeDeployment made, string? deployed = null)
    {
        var (status, output, errors) = await made.RunAsync(deployed);

        Assert.True(status == (said is null ? 0 : 1), output + errors);
        Assert.Contains(Untold, output, StringComparison.Ordinal);
        if (said is not null)
        {
            Assert.Contains(said, Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
        }
    }
}
