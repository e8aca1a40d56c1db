using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteBackfillsTests : BackfillsContract
{
    private readonly SqliteTestStore _store = new();

    private protected override IOutbox Outbox => _store.Outbox;

    private protected override IBackfills Backfills => new SqliteBackfills(_store.Database, TimeProvider.System);

    private protected override void Close() => _store.Dispose();

    private protected override Task AgeAsync() => _store.AgeAsync();

    private protected override Task DamageAsync(IdempotencyKey key) => _store.DamageAsync(key);
}
