using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Support;

public sealed class InMemoryDocketsTests : DocketsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemorySubscriptionsTests : SubscriptionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemoryOutboxTests : OutboxContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemoryOperatorNoticesTests : OperatorNoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemoryProviderBreakersTests : ProviderBreakersContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemorySuppressionsTests : SuppressionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemoryDigestsTests : DigestsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}

public sealed class InMemoryNoticesTests : NoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests);
    }
}
