using Tipstaff.Canaries;
using Tipstaff.Idempotency;
using Tipstaff.Signatures;
using Tipstaff.Tests.Contracts;
using Tipstaff.Tests.Harness.Tables;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Functions.Storage;

public sealed class TableNoncesTests : NoncesContract
{
    private protected override (INonces Nonces, IDisposable? Owner) Open()
    {
        var store = new TableTestStore();
        return (store.Get<INonces>(), store);
    }
}

public sealed class TableKeyedRequestsTests : KeyedRequestsContract
{
    private protected override (IKeyedRequests Requests, IDisposable? Owner) Open()
    {
        var store = new TableTestStore();
        return (store.Get<IKeyedRequests>(), store);
    }
}

public sealed class AzuriteNoncesTests(AzuriteServer server) : NoncesContract
{
    private protected override (INonces Nonces, IDisposable? Owner) Open()
    {
        var store = TableTestStore.At(server);
        return (store.Get<INonces>(), store);
    }
}

public sealed class AzuriteKeyedRequestsTests(AzuriteServer server) : KeyedRequestsContract
{
    private protected override (IKeyedRequests Requests, IDisposable? Owner) Open()
    {
        var store = TableTestStore.At(server);
        return (store.Get<IKeyedRequests>(), store);
    }
}

public sealed class TableWebhookEndpointsTests : WebhookEndpointsContract
{
    private protected override (IWebhookEndpoints Webhooks, IDisposable? Owner) Open()
    {
        var store = new TableTestStore();
        return (store.Get<IWebhookEndpoints>(), store);
    }
}

public sealed class AzuriteWebhookEndpointsTests(AzuriteServer server) : WebhookEndpointsContract
{
    private protected override (IWebhookEndpoints Webhooks, IDisposable? Owner) Open()
    {
        var store = TableTestStore.At(server);
        return (store.Get<IWebhookEndpoints>(), store);
    }
}

public sealed class TableCanaryLogTests : CanaryLogContract
{
    private protected override (ICanaryLog Log, IDisposable? Owner) Open()
    {
        var store = new TableTestStore();
        return (store.Get<ICanaryLog>(), store);
    }
}

public sealed class AzuriteCanaryLogTests(AzuriteServer server) : CanaryLogContract
{
    private protected override (ICanaryLog Log, IDisposable? Owner) Open()
    {
        var store = TableTestStore.At(server);
        return (store.Get<ICanaryLog>(), store);
    }
}
