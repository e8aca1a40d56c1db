using Tipstaff.Tests.Contracts;
using Tipstaff.Tests.Harness.Tables;

namespace Tipstaff.Tests.Functions.Storage;

public sealed class AzuriteDocketsTests(AzuriteServer server) : DocketsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteSubscriptionsTests(AzuriteServer server) : SubscriptionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteOutboxTests(AzuriteServer server) : StoredOutboxContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store) { Spoil = store.SpoilAsync, Taken = store.Taken };
    }
}

public sealed class AzuriteOperatorNoticesTests(AzuriteServer server) : OperatorNoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteProviderBreakersTests(AzuriteServer server) : ProviderBreakersContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteSuppressionsTests(AzuriteServer server) : SuppressionsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteDigestsTests(AzuriteServer server) : DigestsContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}

public sealed class AzuriteNoticesTests(AzuriteServer server) : NoticesContract
{
    private protected override StoreUnderTest Open()
    {
        var store = TableTestStore.At(server);
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store);
    }
}
