using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Idempotency;
using Tipstaff.Measures;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Signatures;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Storage;

/// <summary>Registers the store of the Azure head.</summary>
internal static class TableStoreExtensions
{
    /// <summary>Keeps courts, subscriptions and outbox in the tables of the registered <see cref="TableServiceClient"/>.</summary>
    public static IServiceCollection AddTableStore(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => WriteMarks.New(provider.GetRequiredService<TimeProvider>()));
        services.AddMeasures();
        services.AddSingleton<TableSet>();
        services.AddSingleton<Whereabouts>();
        services.AddSingleton<CourtSnapshots>();
        services.AddSingleton<OutboxPartitions>();
        services.AddSingleton<NoticeRows>();
        services.AddSingleton<AlertLetters>();
        services.AddSingleton<MessageClaims>();
        services.AddSingleton<StepJournal>();
        services.AddSingleton<StepPlanner>();
        services.AddSingleton<CourtReader>();
        services.AddSingleton<CourtWriter>();
        services.AddSingleton<SubscriptionRows>();
        services.AddSingleton<FollowerIndex>();
        services.AddSingleton<SubscriptionWriter>();
        services.AddSingleton<DailyPass>();
        services.AddSingleton<PartitionSweep>();
        services.AddSingleton<TableDeadLetters>();
        services.AddSingleton<IQueueLetters>(provider => provider.GetRequiredService<TableDeadLetters>());
        services.AddSingleton<TableDockets>();
        services.AddSingleton<IDockets>(provider => provider.GetRequiredService<TableDockets>());
        services.AddSingleton<TableOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<TableOutbox>());
        services.AddSingleton<ISubscriptions, TableSubscriptions>();
        services.AddSingleton<ISuppressions, TableSuppressions>();
        services.AddSingleton<IDigests, TableDigests>();
        services.AddSingleton<INonces, TableNonces>();
        services.AddSingleton<IKeyedRequests, TableKeyedRequests>();
        services.AddSingleton<IRecipients, TableRecipients>();
        services.AddSingleton<MessageRemoval>();
        services.AddSingleton<SubscriberMessages>();
        services.AddSingleton<IAlertHistory>(provider => provider.GetRequiredService<SubscriberMessages>());
        services.AddSingleton<IWebhookEndpoints, TableWebhookEndpoints>();
        services.AddSingleton<SubscriberRows>();
        services.AddSingleton<IErasures, TableErasures>();
        services.AddSingleton<IRetention, TableRetention>();
        services.AddSingleton<IBackfills, TableBackfills>();
        services.AddSingleton<IOperatorNotices, TableOperatorNotices>();
        services.AddSingleton<ICanaryLog, TableCanaryLog>();
        services.AddSingleton<TableProviderBreakers>();
        services.AddSingleton<IProviderBreakers>(provider => provider.GetRequiredService<TableProviderBreakers>());
        return services;
    }

    /// <summary>Makes the tables that are missing: for tests, and for a first start without a deployment's own.</summary>
    public static Task EnsureTablesAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<TableSet>().EnsureAsync(cancellationToken);
}
