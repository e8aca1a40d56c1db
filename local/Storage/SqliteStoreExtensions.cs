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

namespace Tipstaff.Local.Storage;

/// <summary>Registers the store of the one-machine head.</summary>
internal static class SqliteStoreExtensions
{
    /// <summary>Keeps courts, subscriptions and outbox in this database file, opened when the first of them is asked for.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, string path)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMeasures();
        services.AddSingleton(provider => SqliteDatabase.Open(path, provider.GetRequiredService<TipstaffMeter>()));
        services.AddSingleton<IDockets, SqliteDockets>();
        services.AddSingleton<ISubscriptions, SqliteSubscriptions>();
        services.AddSingleton<SqliteOutbox>();
        services.AddSingleton<IOutbox>(provider => provider.GetRequiredService<SqliteOutbox>());
        services.AddSingleton<IOperatorNotices, SqliteOperatorNotices>();
        services.AddSingleton<IProviderBreakers, SqliteProviderBreakers>();
        services.AddSingleton<ISuppressions, SqliteSuppressions>();
        services.AddSingleton<IDigests, SqliteDigests>();
        services.AddSingleton<INonces, SqliteNonces>();
        services.AddSingleton<IKeyedRequests, SqliteKeyedRequests>();
        services.AddSingleton<IWebhookEndpoints, SqliteWebhookEndpoints>();
        services.AddSingleton<IErasures, SqliteErasures>();
        services.AddSingleton<IRetention, SqliteRetention>();
        services.AddSingleton<IBackfills, SqliteBackfills>();
        services.AddSingleton<ICanaryLog, SqliteCanaryLog>();
        services.AddSingleton<IAlertHistory, SqliteAlertHistory>();
        return services;
    }
}
