using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>
/// Tells the documents of an alert that is not sent, as its subscription was ended, to the subscriber's other subscriptions: a
/// document of consolidated cases is told in one of them only, and that one must be one that is still followed.
/// </summary>
public sealed class PassOnDocuments(ISubscriptions subscriptions, IDockets dockets, IOutbox outbox, IDeliveryQueue queue, TimeProvider time)
{
    /// <summary>Writes down alerts for what would get lost. Doing it twice adds nothing.</summary>
    /// <param name="alert">The alert that is not sent.</param>
    /// <param name="cancellationToken">Stops; what was not written yet is written when the alert is looked at again.</param>
    /// <returns>How many alerts were added.</returns>
    public async Task<int> RunAsync(Alert alert, CancellationToken cancellationToken)
    {
        var documents = alert.Entries.Select(entry => entry.Document).OfType<DocumentId>().ToHashSet();
        if (documents.Count == 0)
        {
            return 0;
        }

        var added = 0;
        var own = await subscriptions.OfSubscriberAsync(alert.Subscriber, cancellationToken);
        foreach (var other in own.Where(other => other.Court == alert.Court && other.Docket != alert.Docket && other.State is SubscriptionState.Confirmed))
        {
            var entries = await dockets.OfDocketAsync(other.Court, other.Docket, cancellationToken);
            var lost = entries.Where(entry => other.Covers(entry, notBefore: null) && entry.Document is { } document && documents.Remove(document)).ToList();
            if (lost.Count > 0 && await outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(ToAlert(alert, other, lost)), cancellationToken))
            {
                added++;
                await queue.EnqueueAsync([IdempotencyKey.Of(AlertId.Of(other.Id, lost.Select(entry => entry.Identity)))], cancellationToken);
            }
        }

        return added;
    }

    private Alert ToAlert(Alert unsent, Subscription other, List<DocketEntry> entries) => new()
    {
        Id = AlertId.Of(other.Id, entries.Select(entry => entry.Identity)),
        Subscription = other.Id,
        Subscriber = other.Subscriber,
        Court = other.Court,
        Docket = other.Docket,
        Entries = entries,
        Coverage = unsent.Coverage,
        CreatedAt = time.GetUtcNow(),
    };
}
