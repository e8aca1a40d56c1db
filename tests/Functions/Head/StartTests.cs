using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The app refuses to start with a setting that is missing or wrong, and names it.</summary>
public sealed class StartTests : IDisposable
{
    private const string Id = "00000000-0000-0000-0000-00000000000a";
    private const string OtherId = "00000000-0000-0000-0000-00000000000b";

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
    [InlineData("Canary__ReportedBy", "azure", "'azure' in Canary:ReportedBy")]
    [InlineData("Mail__Providers", "acs,smtp", "Smtp:Host")]
    [InlineData("Mail__From", "", "Mail:From")]
    [InlineData("Links__PublicUrl", "", "Links:PublicUrl")]
    [InlineData("Links__Keys__next__Secret", "c2hvcnQ=", "Links:Keys:next:Secret")]
    [InlineData("Links__Keys__next__SignsFrom", "soon", "Links:Keys:next:SignsFrom")]
    [InlineData("Checks__Every", "0", "Checks:Every")]
    [InlineData("Limits__WritesPerMinute", "0", "Limits:WritesPerMinute")]
    [InlineData("Limits__Proxies", "6", "Limits:Proxies")]
    [InlineData("Limits__PendingPerAddress", "99", "Limits:PendingPerAddress")]
    [InlineData("Signatures__Window", "01:00:00", "Signatures:Window")]
    [InlineData("Signatures__Keys__newsroom__Secret", "c2hvcnQ=", "Signatures:Keys:newsroom")]
    [InlineData("Feeds__nysd", "ftp://example.org", "nysd")]
    [InlineData("Feeds__nowhere", "https://example.org", "nowhere")]
    [InlineData("Outbox__Lease", "01:00:00", "Outbox:Lease (01:00:00) must be at most extensions:serviceBus:maxAutoLockRenewalDuration of host.json (00:08:00)")]
    [InlineData("Outbox__Lease", "00:08:01", "maxAutoLockRenewalDuration")]
    [InlineData("Outbox__Lease", "00:07:31", "functionTimeout of host.json (00:10:00) by 00:02:30")]
    [InlineData("Outbox__Lease", "00:09:01", "functionTimeout of host.json (00:10:00)")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "00:05:30", "Outbox:Lease (00:05:00) must be shorter than functionTimeout of host.json (00:05:30)")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "soon", "functionTimeout")]
    [InlineData("AzureFunctionsJobHost__extensions__serviceBus__maxAutoLockRenewalDuration", "00:04:59", "Outbox:Lease")]
    [InlineData("Webhooks__MostAtOnce", "17", "Webhooks:MostAtOnce (17) must be at most half of extensions:serviceBus:maxConcurrentCalls of host.json (32)")]
    [InlineData("AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls", "15", "Webhooks:MostAtOnce (8)")]
    [InlineData("AzureFunctionsJobHost__extensions__serviceBus__maxConcurrentCalls", "many", "maxConcurrentCalls")]
    [InlineData("ServiceBus__clientId", OtherId, "ServiceBus:clientId")]
    [InlineData("AzureWebJobsStorage__clientId", OtherId, "AzureWebJobsStorage:clientId")]
    [InlineData("DURABLE_TASK_SCHEDULER_CONNECTION_STRING", $"Endpoint=https://hub.example;Authentication=ManagedIdentity;ClientID={OtherId}", "ClientID in DURABLE_TASK_SCHEDULER_CONNECTION_STRING")]
    [InlineData("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", $"ClientId={OtherId};Authorization=AAD", "ClientId in APPLICATIONINSIGHTS_AUTHENTICATION_STRING")]
    public void Start_WrongOrMissingSetting_NamesIt(string setting, string value, string named)
    {
        _bench.Settings[setting] = value;

        var fault = Assert.ThrowsAny<Exception>(() => _bench.Start());

        Assert.IsType<OptionsValidationException>(fault is AggregateException many ? many.InnerException : fault);
        Assert.Contains(named, fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("c2hvcnQ=", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ServiceBus__clientId", null, "ServiceBus:clientId")]
    [InlineData("ServiceBus__clientId", OtherId, "ServiceBus:clientId")]
    [InlineData("ServiceBus__credential", null, "ServiceBus:credential")]
    [InlineData("DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "Endpoint=https://hub.example;TaskHub=tipstaff;Authentication=ManagedIdentity", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING")]
    [InlineData("AzureWebJobsStorage__clientId", OtherId, "AzureWebJobsStorage:clientId")]
    public void Start_IdentityOfItsOwnNotNamedThroughout_NamesTheSettingThatDiffers(string setting, string? value, string named)
    {
        NameIdentity();
        _bench.Settings.Remove(setting);
        if (value is not null)
        {
            _bench.Settings[setting] = value;
        }

        var fault = Assert.ThrowsAny<Exception>(() => _bench.Start());

        Assert.Contains(named, fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Azure__ClientId", Id)]
    [InlineData("DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "Endpoint=http://localhost:8080;TaskHub=default;Authentication=None")]
    [InlineData("AzureFunctionsJobHost__functionTimeout", "-1")]
    [InlineData("Outbox__Lease", "00:07:30")]
    public void Start_IdentityOfItsOwnNamedThroughout_Starts(string setting, string value)
    {
        NameIdentity();
        _bench.Settings[setting] = value;

        Assert.NotEmpty(_bench.Start().Functions);
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

    [Theory]
    [InlineData("AzureStorage", true)]
    [InlineData("azureManaged", false)]
    public void Start_TaskHubInTheStorageAccount_NeedsNoScheduler(string keeper, bool starts)
    {
        _bench.Settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"] = keeper;
        _bench.Settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName"] = "AzureWebJobsStorage";
        _bench.Settings["AzureWebJobsStorage__accountName"] = "account";
        _bench.Settings.Remove("DURABLE_TASK_SCHEDULER_CONNECTION_STRING");

        var fault = Record.Exception(() => _bench.Start());

        Assert.Equal(starts, fault is null);
        Assert.True(starts || fault!.Message.Contains("DURABLE_TASK_SCHEDULER_CONNECTION_STRING is missing", StringComparison.Ordinal), fault?.Message);
    }

    private void NameIdentity()
    {
        _bench.Settings["Azure__ClientId"] = Id;
        _bench.Settings["ServiceBus__credential"] = "managedidentity";
        _bench.Settings["ServiceBus__clientId"] = Id.ToUpperInvariant();
        _bench.Settings["AzureWebJobsStorage__clientId"] = Id;
        _bench.Settings["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = $"Endpoint=https://hub.example;TaskHub=tipstaff;Authentication=ManagedIdentity;ClientID={Id}";
    }
}
