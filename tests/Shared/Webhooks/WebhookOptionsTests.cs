using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;
using Tipstaff.Mail;
using Tipstaff.Settings;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookOptionsTests
{
    [Fact]
    public void Validate_Defaults_Pass() => Assert.True(new WebhookOptionsValidator().Validate(null, new WebhookOptions()).Succeeded);

    public static TheoryData<string, Action<WebhookOptions>> OutOfRange => new()
    {
        { "ConnectTimeout", options => options.ConnectTimeout = TimeSpan.FromMilliseconds(99) },
        { "ConnectTimeout", options => (options.ConnectTimeout, options.Timeout) = (TimeSpan.FromSeconds(31), TimeSpan.FromSeconds(60)) },
        { "Webhooks:ConnectTimeout (00:00:10) must be shorter than Webhooks:Timeout", options => options.ConnectTimeout = options.Timeout },
        { "Timeout", options => options.Timeout = TimeSpan.FromSeconds(61) },
        { "MaxConnectionsPerHost", options => options.MaxConnectionsPerHost = 0 },
        { "MaxConnectionsPerHost", options => options.MaxConnectionsPerHost = 101 },
        { "MostOfSubscriber", options => options.MostOfSubscriber = 0 },
        { "MostOfSubscriber", options => options.MostOfSubscriber = 101 },
        { "MostAtOnce", options => options.MostAtOnce = 0 },
        { "MostAtOnce", options => options.MostAtOnce = 1001 },
        { "MaxAnswerBytes", options => options.MaxAnswerBytes = -1 },
        { "MaxAnswerBytes", options => options.MaxAnswerBytes = 65_537 },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void Validate_OneSettingOutOfRange_IsNamed(string setting, Action<WebhookOptions> change)
    {
        var options = new WebhookOptions();
        change(options);

        var result = new WebhookOptionsValidator().Validate(null, options);

        Assert.Contains(setting, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithWrongSettings_IsRefusedWithASentenceEach()
    {
        var services = new ServiceCollection().AddSingleton(Settings("Timeout", "00:02:00")).AddTipstaff(new InstallationSecret(Some.Key), new SiteFacts(HasOutbox: false, Notice: null));
        using var provider = services.BuildServiceProvider();

        Assert.Equal(["'many' is no value for Webhooks:MaxAnswerBytes: write it like 4096."], SettingFaults.Unreadable(Settings("MaxAnswerBytes", "many"), new ProviderNames([])));
        Assert.Contains(SettingFaults.OutOfRange(provider), fault => fault.StartsWith("'00:02:00' is out of range: Webhooks:Timeout must be", StringComparison.Ordinal));
    }

    [Fact]
    public void AddTipstaff_AnyHead_SendsWebhooksOverTheSocketsOfTheMachine()
    {
        var services = new ServiceCollection().AddTipstaff(new InstallationSecret(Some.Key), new SiteFacts(HasOutbox: false, Notice: null));

        Assert.Equal(typeof(SocketNetwork), Assert.Single(services, service => service.ServiceType == typeof(IWebhookNetwork)).ImplementationType);
    }

    private static IConfiguration Settings(string name, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create($"Webhooks:{name}", (string?)value)]).Build();
}
