using Microsoft.Extensions.Configuration;
using Tipstaff.Functions.Mail;
using Tipstaff.Settings;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class AcsOptionsTests
{
    public static TheoryData<string, Action<AcsOptions>> OutOfRange => new()
    {
        { "Acs:Endpoint is missing", options => options.Endpoint = null },
        { "Acs:Endpoint", options => options.Endpoint = new Uri("http://name.communication.azure.com") },
        { "Acs:Endpoint", options => options.Endpoint = new Uri("name", UriKind.Relative) },
        { "Acs:Sender", options => options.Sender = "nobody" },
        { "Acs:PerMinute", options => options.PerMinute = 0 },
        { "Acs:PerHour", options => options.PerHour = 0 },
        { "Acs:Timeout", options => options.Timeout = TimeSpan.Zero },
    };

    [Fact]
    public void Validate_Defaults_NeedOnlyTheEndpoint() => Assert.Empty(Failures(_ => { }));

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OneSettingOutOfRange_IsNamedInASentence(string setting, Action<AcsOptions> change)
    {
        var failure = Assert.Single(Failures(change));

        Assert.Contains(setting, failure, StringComparison.Ordinal);
        Assert.EndsWith(".", failure, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Failures(Action<AcsOptions> change)
    {
        var options = new AcsOptions { Endpoint = new Uri("https://name.communication.azure.com") };
        change(options);
        var settings = new SettingTypes(AcsOptions.Section, new AcsOptions());
        var none = new ConfigurationBuilder().Build();
        return [.. (new AcsOptionsValidator().Validate(name: null, options).Failures ?? []).Select(failure => settings.WithValue(failure, none))];
    }
}
