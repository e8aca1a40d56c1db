using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteErasuresTests : ErasuresContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store)
        {
            Webhooks = store.Webhooks,
            Erasures = store.Erasures,
            Retention = store.Retention,
            History = store.History,
        };
    }
}

public sealed class SqliteRetentionTests : RetentionContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store)
        {
            Webhooks = store.Webhooks,
            Erasures = store.Erasures,
            Retention = store.Retention,
            History = store.History,
        };
    }
}
