using Tipstaff.Canaries;
using Tipstaff.Tests.Contracts;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

public sealed class InMemoryErasuresTests : ErasuresContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests)
        {
            Webhooks = store.Webhooks,
            Erasures = store.Erasures,
            Retention = store.Retention,
            History = store.History,
        };
    }
}

public sealed class InMemoryRetentionTests : RetentionContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new InMemoryStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.OperatorNotices, store.Breakers, store.Suppressions, store.Digests)
        {
            Webhooks = store.Webhooks,
            Erasures = store.Erasures,
            Retention = store.Retention,
            History = store.History,
        };
    }
}

public sealed class InMemoryWebhookEndpointsTests : WebhookEndpointsContract
{
    private protected override (IWebhookEndpoints Webhooks, IDisposable? Owner) Open()
    {
        var store = default(IDisposable);
        return (new InMemoryStore().Webhooks, store);
    }
}

public sealed class InMemoryCanaryLogTests : CanaryLogContract
{
    private protected override (ICanaryLog Log, IDisposable? Owner) Open() => (new InMemoryStore().Canary, null);
}
