using Tipstaff.Functions.Run;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>What the head says of planned settings is what it says at its start.</summary>
public sealed class StartCheckTests : IDisposable
{
    private static readonly string[] WorkedOutByAzure = ["Azure__TableEndpoint", "Acs__Endpoint", "Azure__InstallationSecret", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING"];

    private readonly CloudBench _bench = new();
    private readonly Dictionary<string, string?> _settings;

    // Endpoints of the made-up cloud have no names before the start.
    public StartCheckTests() => _settings = new Dictionary<string, string?>(_bench.Settings.ToDictionary(setting => setting.Key, string? (setting) => setting.Value), StringComparer.Ordinal)
    {
        ["Azure__TableEndpoint"] = "https://name.table.core.windows.net",
        ["ServiceBus__fullyQualifiedNamespace"] = "name.servicebus.windows.net",
        ["Acs__Endpoint"] = "https://name.communication.azure.com",
    };

    public static TheoryData<string> Names
    {
        get
        {
            using var tests = new StartCheckTests();
            return [.. tests._settings.Keys];
        }
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Faults_SettingTakenAway_AreThoseOfTheStart(string name)
    {
        _bench.Settings[name] = "";
        _settings[name] = "";

        var refused = Record.Exception(() => _bench.Start());
        var faults = StartCheck.Faults(_settings);

        Assert.Equal(refused is not null, faults.Count > 0);
        Assert.All(faults, fault => Assert.Contains(fault.Sentence.TrimEnd('.'), (refused is AggregateException many ? many.InnerException : refused)!.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Faults_ValuesThatOnlyAzureKnows_AreLeftToIt()
    {
        var settings = _settings.ToDictionary(setting => setting.Key, setting => WorkedOutByAzure.Contains(setting.Key) ? null : setting.Value, StringComparer.Ordinal);

        Assert.Empty(StartCheck.Faults(settings));
    }

    [Fact]
    public void Faults_NoValueIsKnown_NameOnlyWhatIsMissing()
    {
        var settings = _settings.Keys.ToDictionary(name => name, string? (_) => null, StringComparer.Ordinal);
        settings.Remove("TASKHUB_NAME");

        Assert.Equal("TASKHUB_NAME", Assert.Single(StartCheck.Faults(settings)).Setting);
    }

    [Theory]
    [InlineData("Outbox__Lease", "01:00:00", "Outbox:Lease")]
    [InlineData("Mail__Providers", "acs,smtp", "Smtp:Host")]
    [InlineData("Checks__Every", "0", "Checks:Every")]
    public void Faults_BesideUnknownValues_ThoseOfKnownOnesStay(string name, string value, string named)
    {
        var settings = _settings.ToDictionary(setting => setting.Key, setting => WorkedOutByAzure.Contains(setting.Key) ? null : setting.Value, StringComparer.Ordinal);
        settings[name] = value;

        Assert.All(StartCheck.Faults(settings), fault => Assert.Contains(named, fault.Sentence, StringComparison.Ordinal));
        Assert.NotEmpty(StartCheck.Faults(settings));
    }
}
