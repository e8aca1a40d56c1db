using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

/// <summary>A database in a folder of its own that goes with it.</summary>
internal sealed class SqliteTestStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SqliteTestStore()
    {
        Path = _folder.Combine("data", "tipstaff.db");
        Database = SqliteDatabase.Open(Path, Taken.Meter);
        Dockets = new SqliteDockets(Database, new ManualTimeProvider());
        Subscriptions = new SqliteSubscriptions(Database);
        Outbox = new SqliteOutbox(Database);
        OperatorNotices = new SqliteOperatorNotices(Database);
        Breakers = new SqliteProviderBreakers(Database);
        Suppressions = new SqliteSuppressions(Database);
        Digests = new SqliteDigests(Database);
        Webhooks = new SqliteWebhookEndpoints(Database);
        Erasures = new SqliteErasures(Database);
        Retention = new SqliteRetention(Database);
        History = new SqliteAlertHistory(Database);
    }

    public string Path { get; }

    public SqliteDatabase Database { get; }

    /// <summary>What it measured.</summary>
    public MeasuresTaken Taken { get; } = new();

    public SqliteDockets Dockets { get; }

    public SqliteSubscriptions Subscriptions { get; }

    public SqliteOutbox Outbox { get; }

    public SqliteOperatorNotices OperatorNotices { get; }

    public SqliteProviderBreakers Breakers { get; }

    public SqliteSuppressions Suppressions { get; }

    public SqliteDigests Digests { get; }

    public SqliteWebhookEndpoints Webhooks { get; }

    public SqliteErasures Erasures { get; }

    public SqliteRetention Retention { get; }

    public SqliteAlertHistory History { get; }

    /// <summary>Gives the row of a message a version and, if one is named, a kind.</summary>
    public Task SpoilAsync(IdempotencyKey key, int version, string? kind) => Database.Writer.RunAsync(
        session =>
        {
            session.Execute("UPDATE outbox SET v = @v, kind = coalesce(@kind, kind) WHERE key = @key", ("@v", version), ("@kind", kind), ("@key", key.Value));
            return kind is null ? 0 : session.Execute(
                "UPDATE outbox_bodies SET json = json_object('kind', @kind) WHERE seq = (SELECT seq FROM outbox WHERE key = @key)",
                ("@kind", kind), ("@key", key.Value));
        },
        CancellationToken.None);

    /// <summary>Makes the body of a message such as no version wrote it.</summary>
    public Task DamageAsync(IdempotencyKey key) => Database.Writer.RunAsync(
        session => session.Execute("UPDATE outbox_bodies SET json = '{\"kind\"' WHERE seq = (SELECT seq FROM outbox WHERE key = @key)", ("@key", key.Value)),
        CancellationToken.None);

    /// <summary>Makes all messages such as the version before wrote them.</summary>
    public Task AgeAsync() => Database.Writer.RunAsync(session => session.Execute("UPDATE outbox SET v = 1, kind = NULL"), CancellationToken.None);

    public void Dispose()
    {
        Database.Dispose();
        Taken.Dispose();
        _folder.Dispose();
    }
}
