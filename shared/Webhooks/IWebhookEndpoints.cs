using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>The stored URLs of webhooks, by subscriber. An erasure takes them away.</summary>
public interface IWebhookEndpoints
{
    /// <summary>A subscriber's; null where there are none.</summary>
    Task<SubscriberWebhooks?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken);

    /// <summary>Writes them if their stored version is still the one that was read (0: none yet); the version then grows by one.</summary>
    /// <param name="next">As they shall be, with the version that was read.</param>
    /// <param name="cancellationToken">Stops waiting; the step is then done whole or not at all.</param>
    /// <returns>False when they have changed since: nothing was written, read again.</returns>
    Task<bool> TryWriteAsync(SubscriberWebhooks next, CancellationToken cancellationToken);
}
