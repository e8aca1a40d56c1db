using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>The URLs of webhooks in memory, held to <c>WebhookEndpointsContract</c>.</summary>
internal sealed class InMemoryWebhookEndpoints(InMemoryStore store) : IWebhookEndpoints
{
    public Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.WebhookRows.GetValueOrDefault(subscriber));
        }
    }

    public Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var isCurrent = (store.WebhookRows.GetValueOrDefault(next.Subscriber)?.Version ?? 0) == next.Version;
            if (isCurrent)
            {
                store.WebhookRows[next.Subscriber] = next with { Version = next.Version + 1 };
            }

            return Task.FromResult(isCurrent);
        }
    }
}
