using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Erasures;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Exports;

/// <summary>Gathers all that is stored of one subscriber: subscriptions, how mail fares, and the alerts that are still kept.</summary>
public sealed class ExportSubscriber(
    ISubscriptions subscriptions, ISuppressions suppressions, IWebhookEndpoints webhooks, IAlertHistory history, IOptions<RetentionOptions> retention, TimeProvider time)
{
    /// <summary>Gathers it; of a stranger it is empty.</summary>
    public async Task<SubscriberExport> RunAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<Subscription> own =
            [.. (await subscriptions.OfSubscriberAsync(subscriber, cancellationToken)).Where(one => one.Court != CanaryCourt.Id)];
        var records = await suppressions.FindAsync([subscriber], cancellationToken);
        var messages = await history.OfSubscriberAsync(subscriber, Erasure.CourtsOf(own), now - retention.Value.Alerts, cancellationToken);
        return new SubscriberExport(
            subscriber, now, own, records.GetValueOrDefault(subscriber), await webhooks.FindAsync(subscriber, cancellationToken), messages);
    }
}

/// <summary>All that is stored of one subscriber.</summary>
/// <param name="Subscriber">Whose it is.</param>
/// <param name="At">When it was gathered, UTC.</param>
/// <param name="Subscriptions">In whatever state, the oldest first.</param>
/// <param name="Record">How mail to the address fares; null where nothing is known.</param>
/// <param name="Webhooks">The URLs of webhooks; null where there are none. No secret is stored.</param>
/// <param name="Messages">Alerts, digests and requests for confirmation with their states, the newest first.</param>
public sealed record SubscriberExport(
    SubscriberId Subscriber,
    DateTimeOffset At,
    IReadOnlyList<Subscription> Subscriptions,
    AddressRecord? Record,
    SubscriberWebhooks? Webhooks,
    IReadOnlyList<OutboxRow> Messages);
