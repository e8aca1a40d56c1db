using Tipstaff.Canaries;
using Tipstaff.Idempotency;
using Tipstaff.Local.Storage;
using Tipstaff.Signatures;
using Tipstaff.Tests.Contracts;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteNoncesTests : NoncesContract
{
    private protected override (INonces Nonces, IDisposable? Owner) Open()
    {
        var store = new SqliteTestStore();
        return (new SqliteNonces(store.Database), store);
    }
}

public sealed class SqliteKeyedRequestsTests : KeyedRequestsContract
{
    private protected override (IKeyedRequests Requests, IDisposable? Owner) Open()
    {
        var store = new SqliteTestStore();
        return (new SqliteKeyedRequests(store.Database), store);
    }
}

public sealed class SqliteWebhookEndpointsTests : WebhookEndpointsContract
{
    private protected override (IWebhookEndpoints Webhooks, IDisposable? Owner) Open()
    {
        var store = new SqliteTestStore();
        return (store.Webhooks, store);
    }
}

public sealed class SqliteCanaryLogTests : CanaryLogContract
{
    private protected override (ICanaryLog Log, IDisposable? Owner) Open()
    {
        var store = new SqliteTestStore();
        return (new SqliteCanaryLog(store.Database), store);
    }
}
