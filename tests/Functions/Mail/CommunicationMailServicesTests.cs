using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class CommunicationMailServicesTests : IDisposable
{
    private readonly MailWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void AddCommunicationMail_SettingsOfTheEnvironment_SendByThem()
    {
        using var services = Services(new()
        {
            ["Acs:Endpoint"] = $"https://{_world.Cloud.AccountOf("1")}.communication.azure.com",
            ["Acs:Sender"] = "donotreply@tipstaff.example",
        });

        var provider = services.GetRequiredService<IMailProvider>();
        var outcome = _world.Run(() => provider.SendAsync(SomeMail.Of(), CancellationToken.None));

        Assert.Equal("acs", provider.Name);
        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal("donotreply@tipstaff.example", Assert.Single(_world.Email.Mailbox).Sender);
    }

    [Fact]
    public void AddCommunicationMail_EndpointMissing_IsNamedAtStart()
    {
        using var services = Services([]);

        var fault = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("Acs:Endpoint is missing", fault.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Services(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_world.Clock);
        services.AddSingleton(new TableServiceClient(new Uri($"https://{_world.Cloud.AccountOf("1")}.table.core.windows.net"), new MailWorld.AnyCredential()));
        services.Configure<MailOptions>(options => options.From = "alerts@tipstaff.example");
        return services.AddCommunicationMail(new MailWorld.AnyCredential()).BuildServiceProvider();
    }
}
