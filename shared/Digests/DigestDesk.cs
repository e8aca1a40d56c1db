using Tipstaff.Alerts;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Digests;

/// <summary>Puts alerts whose time has come into their digests, and writes the mails of those.</summary>
/// <remarks>
/// The way has three steps, each of which may be done again after a crash: an alert is put into its digest, once; the message of the
/// digest's open part is added to the outbox, once; and when that is sent, the part is closed and tells what is still wanted. Where it
/// does not hold all, the message of the next part is added before.
/// </remarks>
public sealed class DigestDesk(
    IDigests digests, ISubscriptions subscriptions, IOutbox outbox, IDeliveryQueue queue, PassOnDocuments passOn, MailComposer composer, TimeProvider time)
{
    /// <summary>Puts an alert into its digest.</summary>
    /// <returns>The key of the message that tells it from now on.</returns>
    public async Task<IdempotencyKey> FoldAsync(Alert alert, CancellationToken cancellationToken)
    {
        var part = await digests.FoldAsync(alert, DigestMail.WeightOf(alert), cancellationToken);
        return await AddAsync(OutboxMessage.DigestMessage.Of(part, time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Ends a part that is not sent, so that what comes later does not wait in it.</summary>
    public async Task EndAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken)
    {
        await CloseAsync(message.DigestPart, cancellationToken);
        await digests.TellAsync(message.DigestPart, [], cancellationToken);
    }

    /// <summary>The mail of a part of a digest; null where there is none, and then why.</summary>
    /// <remarks>
    /// What a part before it tells is not told again: of each part it is written down what it tells, before it does. Written anew after a
    /// crash, it tells the same, without what has been stopped since.
    /// </remarks>
    /// <param name="message">The part.</param>
    /// <param name="linksFrom">From when on its links count, UTC: when it was made, or replayed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(OutgoingMail? Mail, string Refusal)> WriteAsync(
        OutboxMessage.DigestMessage message, DateTimeOffset linksFrom, CancellationToken cancellationToken)
    {
        var part = message.DigestPart;
        var (closed, owners, wanted) = await DecideAsync(part, cancellationToken);
        Spans.Link(closed.Alerts.Select(alert => OutboxMessage.AlertMessage.Of(alert).Trace));
        foreach (var alert in closed.Alerts.ExceptBy(wanted.Select(one => one.Alert.Id), alert => alert.Id))
        {
            // Before the record, so that a crash in between only does it again.
            await passOn.RunAsync(alert, cancellationToken);
            if (owners.GetValueOrDefault(alert.Subscription) is { } owner && Telling.Objection(owner, alert) is null)
            {
                // It waits by itself for the end of the pause; in a digest it would not.
                await AddAsync(OutboxMessage.AlertMessage.OfLeft(alert with { Digest = DigestSlot.Of(owner, time.GetUtcNow()) }, part), cancellationToken);
            }
        }

        if (wanted is [])
        {
            return (null, "none of its news is wanted any more");
        }

        var told = closed.Before.SelectMany(alert => alert.Entries).Select(entry => entry.Identity).ToHashSet();
        wanted.RemoveAll(one => !one.Alert.TellsOfMissed && one.Alert.Entries.All(entry => told.Contains(entry.Identity)));
        return wanted is []
            ? (null, "the parts before it tell all of its news")
            : (await composer.ComposeDigestAsync(message, wanted, told, linksFrom, cancellationToken), "");
    }

    private async Task<Decided> DecideAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var closed = await CloseAsync(part, cancellationToken);
        if (closed.Undecided is not [])
        {
            // Of a process that died before it wrote down what it tells, or of an older program.
            foreach (var number in closed.Undecided)
            {
                await DecideAsync(part with { Number = number }, cancellationToken);
            }

            closed = await CloseAsync(part, cancellationToken);
        }

        var owners = await subscriptions.FindAsync([.. closed.Alerts.Select(alert => alert.Subscription).Distinct()], cancellationToken);
        var wanted = new List<(Alert Alert, Subscription Owner)>();
        foreach (var alert in closed.Alerts.Where(alert => closed.Told?.Contains(alert.Id) is not false))
        {
            var owner = owners.GetValueOrDefault(alert.Subscription);
            if (Telling.Objection(owner, alert) is null && owner!.PausedAt is null)
            {
                wanted.Add((alert, owner));
            }
        }

        if (closed.Alerts is not [] && closed.Told?.Count != wanted.Count)
        {
            await digests.TellAsync(part, wanted.ConvertAll(one => one.Alert.Id), cancellationToken);
        }

        return new Decided(closed, owners, wanted);
    }

    private async Task<ClosedPart> CloseAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var closed = await digests.CloseAsync(part, DigestMail.Capacity, cancellationToken);
        if (closed.HasMore)
        {
            await AddAsync(OutboxMessage.DigestMessage.Of(part with { Number = part.Number + 1 }, time.GetUtcNow()), cancellationToken);
        }

        return closed;
    }

    private async Task<IdempotencyKey> AddAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (await outbox.TryAddAsync(message, cancellationToken))
        {
            await queue.EnqueueAsync([message.Key], cancellationToken);
        }

        return message.Key;
    }

    private sealed record Decided(
        ClosedPart Closed, IReadOnlyDictionary<SubscriptionId, Subscription> Owners, List<(Alert Alert, Subscription Owner)> Wanted);
}
