using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Functions.Storage;

public sealed class TableDocketsTests : DocketsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableSubscriptionsTests : SubscriptionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableOutboxTests : StoredOutboxContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store) { Spoil = store.SpoilAsync, Taken = store.Taken };
    }
}

public sealed class TableOperatorNoticesTests : OperatorNoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableProviderBreakersTests : ProviderBreakersContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableSuppressionsTests : SuppressionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableDigestsTests : DigestsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class TableNoticesTests : NoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}
