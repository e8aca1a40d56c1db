using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteDocketsTests : DocketsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteSubscriptionsTests : SubscriptionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteOutboxTests : StoredOutboxContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store) { Spoil = store.SpoilAsync, Taken = store.Taken };
    }
}

public sealed class SqliteOperatorNoticesTests : OperatorNoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteProviderBreakersTests : ProviderBreakersContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteSuppressionsTests : SuppressionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteDigestsTests : DigestsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class SqliteNoticesTests : NoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new SqliteTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}
