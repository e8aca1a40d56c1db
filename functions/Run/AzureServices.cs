using Azure.Core;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Functions.Breakers;
using Tipstaff.Functions.Checks;
using Tipstaff.Functions.Mail;
using Tipstaff.Functions.Outbox;
using Tipstaff.Functions.Queues;
using Tipstaff.Functions.Storage;
using Tipstaff.Health;
using Tipstaff.Limits;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Smtp;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Run;

/// <summary>Registers this head's adapters: tables, queues, mail providers, feeds over HTTP.</summary>
internal static class AzureServices
{
    // A quarter of the calls that host.json gives their trigger.
    private const int WebhooksAtOnce = 8;

    /// <summary>All of them.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The settings, checked.</param>
    /// <param name="providers">The mail providers, in order.</param>
    public static IServiceCollection AddAzureHead(this IServiceCollection services, IConfiguration configuration, ProviderNames providers)
    {
        var azure = OptionsOf(configuration);
        services.AddOptions<AzureOptions>().BindConfiguration(AzureOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureOptions>, AzureOptionsValidator>();
        services.AddAzureClients(clients =>
        {
            clients.UseCredential(CredentialOf(azure));
            clients.AddTableServiceClient(azure.TableEndpoint!).ConfigureOptions((tables, provider) =>
                tables.AddPolicy(new CountCalls(provider.GetRequiredService<TipstaffMeter>()), HttpPipelinePosition.PerRetry));
            clients.AddServiceBusClientWithNamespace(AzureSettings.BusNamespace(configuration));
        });
        services.AddTableStore();
        services.AddSingleton(provider => new ProviderRows(provider.GetRequiredService<TableProviderBreakers>()));
        services.AddSingleton(provider => new ProviderTransitions(
            provider.GetRequiredService<TableProviderBreakers>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ProviderTransitions>>()));
        services.AddSingleton<IProviderBreakers>(provider => provider.GetRequiredService<ProviderTransitions>());
        services.AddSingleton(provider => new CourtStandings(provider.GetRequiredService<TableDockets>(), provider.GetRequiredService<CourtSnapshots>()));
        services.AddSingleton(provider => new WaitingMessages(provider.GetRequiredService<OutboxPartitions>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new LeftBehind(
            provider.GetRequiredService<PartitionSweep>(),
            provider.GetRequiredService<DeliverMessages>(),
            provider.GetRequiredService<IDeliveryQueue>(),
            provider.GetRequiredService<ILogger<LeftBehind>>()));

        services.AddSingleton<QueueSenders>();
        services.AddSingleton(provider => new KeptMessages(
            provider.GetRequiredService<TableDeadLetters>(),
            provider.GetRequiredService<IOperatorNotices>(),
            provider.GetRequiredService<TipstaffMeter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDeliveryQueue, ServiceBusDeliveryQueue>();
        services.AddSingleton<WatchedCourts>();
        services.AddSingleton<IFeedSource, HttpFeedSource>();
        services.AddOptions<CheckOptions>().Configure<IConfiguration>((options, settings) => options.NameOperator(settings));
        services.AddOptions<LimitOptions>().Configure<IConfiguration>((options, settings) =>
            // The front end stands before every app, and appends who asked it.
            options.Proxies = settings[$"{LimitOptions.Section}:{nameof(LimitOptions.Proxies)}"] is null ? 1 : options.Proxies);
        services.AddOptions<WebhookOptions>().Configure<IConfiguration>((options, settings) =>
            options.MostAtOnce = settings[$"{WebhookOptions.Section}:{nameof(WebhookOptions.MostAtOnce)}"] is null ? WebhooksAtOnce : options.MostAtOnce);
        services.AddSingleton<IHealthProbe, QueueProbe>();
        services.AddMailProviders(providers, azure);
        services.AddBurstBreakers();
        return services;
    }

    /// <summary>The settings, before the services are built.</summary>
    public static AzureOptions OptionsOf(IConfiguration configuration) => configuration.GetSection(AzureOptions.Section).Get<AzureOptions>() ?? new AzureOptions();

    /// <summary>Who the app is to its services.</summary>
    public static TokenCredential CredentialOf(AzureOptions azure) => new ManagedIdentityCredential(
        azure.ClientId.Length > 0 ? ManagedIdentityId.FromUserAssignedClientId(azure.ClientId) : ManagedIdentityId.SystemAssigned);

    private static void AddMailProviders(this IServiceCollection services, ProviderNames names, AzureOptions azure)
    {
        services.AddSingleton(names);
        foreach (var name in names.All)
        {
            if (ProviderNames.SmtpSection(name) is { } section)
            {
                services.AddSmtp(section, _ => { });
            }
            else
            {
                services.AddCommunicationMail(CredentialOf(azure));
            }
        }
    }
}
