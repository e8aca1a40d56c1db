using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Retention;
using Tipstaff.Tests.Contracts;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Functions.Storage;

public sealed class TableErasuresTests : ErasuresContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store)
        {
            Webhooks = store.Get<IWebhookEndpoints>(),
            Erasures = store.Get<IErasures>(),
            Retention = store.Get<IRetention>(),
            History = store.Get<IAlertHistory>(),
        };
    }
}

public sealed class TableRetentionTests : RetentionContract
{
    private protected override StoreUnderTest Open()
    {
        var store = new TableTestStore();
        return new(store.Dockets, store.Subscriptions, store.Outbox, store.Notices, store.Breakers, store.Suppressions, store.Digests, store)
        {
            Webhooks = store.Get<IWebhookEndpoints>(),
            Erasures = store.Get<IErasures>(),
            Retention = store.Get<IRetention>(),
            History = store.Get<IAlertHistory>(),
        };
    }
}
