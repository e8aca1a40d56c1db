using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The app refuses to start with a setting that is missing or wrong, and names it.</summary>
public sealed class StartTests : IDisposable
{
    private readonly CloudBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("Azure__TableEndpoint", "", "Azure:TableEndpoint")]
    [InlineData("Azure__TableEndpoint", "http://name.table.core.windows.net", "Azure:TableEndpoint")]
    [InlineData("Azure__InstallationSecret", "", "Azure:InstallationSecret")]
    [InlineData("Azure__InstallationSecret", "c2hvcnQ=", "Azure:InstallationSecret")]
    [InlineData("Azure__ClientId", "me", "Azure:ClientId")]
    [InlineData("ServiceBus__fullyQualifiedNamespace", "", "ServiceBus:fullyQualifiedNamespace")]
    [InlineData("ServiceBus__fullyQualifiedNamespace", "https://name.servicebus.windows.net", "ServiceBus:fullyQualifiedNamespace")]
    [InlineData("DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING")]
    [InlineData("TASKHUB_NAME", "", "TASKHUB_NAME")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "", "APPLICATIONINSIGHTS_CONNECTION_STRING")]
    [InlineData("Acs__Timeout", "00:03:00", "Outbox:LeaseMargin")]
    [InlineData("Acs__Endpoint", "", "Acs:Endpoint")]
    [InlineData("Acs__PerMinute", "many", "Acs:PerMinute")]
    [InlineData("Acs__PerMinute", "0", "Acs:PerMinute")]
    [InlineData("Burst__Calls", "some", "Burst:Calls")]
    [InlineData("Burst__Calls", "1", "Burst:Calls")]
    [InlineData("Burst__BreakFor", "01:00:00", "Burst:BreakFor")]
    [InlineData("Mail__Providers", "acs,pigeon", "pigeon")]
    [InlineData("Mail__Providers", "acs,smtp", "Smtp:Host")]
    [InlineData("Mail__From", "", "Mail:From")]
    [InlineData("Links__PublicUrl", "", "Links:PublicUrl")]
    [InlineData("Checks__Every", "0", "Checks:Every")]
    [InlineData("Feeds__nysd", "ftp://example.org", "nysd")]
    [InlineData("Feeds__nowhere", "https://example.org", "nowhere")]
    public void Start_WrongOrMissingSetting_NamesIt(string setting, string value, string named)
    {
        _bench.Settings[setting] = value;

        var fault = Assert.ThrowsAny<Exception>(() => _bench.Start());

        Assert.IsType<OptionsValidationException>(fault is AggregateException many ? many.InnerException : fault);
        Assert.Contains(named, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acs", "acs")]
    [InlineData("acs,smtp", "acs", "smtp")]
    [InlineData("smtp,acs,smtp2", "smtp", "acs", "smtp2")]
    public void Start_ProvidersInOneSetting_AreAskedInThatOrder(string setting, params string[] names)
    {
        _bench.Settings["Mail__Providers"] = setting;
        (_bench.Settings["Smtp__Host"], _bench.Settings["Smtp2__Host"]) = ("mail.example.com", "mail2.example.com");

        var app = _bench.Start();

        Assert.Equal(names, app.Services.GetServices<IMailProvider>().Select(provider => provider.Name));
        Assert.All(app.Services.GetServices<IMailProvider>(), provider => Assert.IsType<BurstBreaker>(provider));
    }

    [Fact]
    public void Start_AsTheSettingsAsk_HasEachFunctionOfTheDocument()
    {
        var app = _bench.Start();

        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "azure.md"));
        var named = app.Functions.Select(function => function.Name).Where(name => !name.StartsWith("Get", StringComparison.Ordinal) && !name.StartsWith("Post", StringComparison.Ordinal));
        Assert.All(named, name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }
}
