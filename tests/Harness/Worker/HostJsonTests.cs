using Microsoft.Azure.Functions.Worker;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class HostJsonTests
{
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["TASKHUB_NAME"] = "tipstaff",
        ["SCHEDULER"] = "Endpoint=https://hub.example",
        ["Empty"] = "",
    };

    [Theory]
    [InlineData("%TASKHUB_NAME%", "tipstaff")]
    [InlineData("hub%TASKHUB_NAME%1", "hubtipstaff1")]
    [InlineData("tipstaff", "tipstaff")]
    [InlineData("100%", "100%")]
    public void For_NameOfASetting_GivesWayToItsValue(string hub, string expected)
    {
        var json = HostJson.Parse($$"""{ "extensions": { "durableTask": { "hubName": "{{hub}}" } } }""").For(Settings.GetValueOrDefault);

        Assert.Equal(expected, json.Get("extensions:durableTask:hubName", ""));
    }

    [Theory]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "%NOWHERE%" } } }""", "NOWHERE")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "%Empty%" } } }""", "Empty")]
    [InlineData("""{ "extensions": { "durableTask": { "storageProvider": { "connectionStringName": "NOWHERE" } } } }""", "NOWHERE")]
    [InlineData("""{ "extensions": { "durableTask": { "storageProvider": { "connectionName": "Empty" } } } }""", "Empty")]
    public void For_SettingMissing_ThrowsAndNamesIt(string json, string named)
    {
        var error = Assert.Throws<InvalidOperationException>(() => HostJson.Parse(json).For(Settings.GetValueOrDefault));

        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_NothingNamed_SaysTheSame()
    {
        var json = HostJson.Parse("""{ "functionTimeout": "00:10:00", "extensions": { "durableTask": { "storageProvider": { "connectionStringName": "SCHEDULER" } } } }""");

        Assert.Equal(TimeSpan.FromMinutes(10), json.For(Settings.GetValueOrDefault).FunctionTimeout);
    }

    [Theory]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "00:05:00", 5)]
    [InlineData("AzureFunctionsJobHost__functionTimeouts", "00:05:00", 10)]
    public void For_SettingThatOverrulesTheFile_Wins(string name, string value, int minutes)
    {
        var json = HostJson.Parse("{ \"functionTimeout\": \"00:10:00\" }").For(setting => setting == name ? value : null);

        Assert.Equal(TimeSpan.FromMinutes(minutes), json.FunctionTimeout);
    }

    [Fact]
    public void For_ConnectionByIdentity_IsSet()
    {
        var json = HostJson.Parse("{ \"extensions\": { \"durableTask\": { \"storageProvider\": { \"connectionName\": \"Hub\" } } } }");

        Assert.Equal("Hub", json.For(setting => setting == "Hub__accountName" ? "account" : null).Get("extensions:durableTask:storageProvider:connectionName", ""));
        Assert.Throws<InvalidOperationException>(() => json.For(setting => setting == "Hub__credential" ? "managedidentity" : null));
    }

    [Fact]
    public void Start_SettingOfHostJsonMissing_Fails()
    {
        using var stage = new Stage("""{ "extensions": { "durableTask": { "hubName": "%TASKHUB_NAME%" } } }""");

        var error = Assert.Throws<InvalidOperationException>(() => stage.Start("a", typeof(Hourly)));

        Assert.Contains("TASKHUB_NAME", error.Message, StringComparison.Ordinal);
        Assert.Equal("tipstaff", stage.Start("b", typeof(Hourly), new(Settings)).HostJson.Get("extensions:durableTask:hubName", ""));
    }

    [Fact]
    public void Start_SettingThatOnlyTheAppAdds_IsNoneOfTheHost()
    {
        using var stage = new Stage("""{ "extensions": { "durableTask": { "hubName": "%TASKHUB_NAME%" } } }""");

        Assert.Throws<InvalidOperationException>(() => stage.Start("a", typeof(Hourly), program: builder => builder.Configuration["TASKHUB_NAME"] = "tipstaff"));
    }

    public sealed class Hourly
    {
        [Function(nameof(Hourly))]
        public void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer)
        {
        }
    }
}
