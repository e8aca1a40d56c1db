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
        return await AddAsync(part, cancellationToken);
    }

    /// <summary>Ends a part that is not sent, so that what comes later does not wait in it.</summary>
    public Task EndAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken) => CloseAsync(message, cancellationToken);

    /// <summary>The mail of a part of a digest; null where there is none, and then why.</summary>
    /// <remarks>
    /// What a part before it tells is not told again. What that was is the same whenever it is asked: an alert to which there is an objection
    /// once is never told later.
    /// </remarks>
    /// <param name="message">The part.</param>
    /// <param name="linksFrom">From when on its links count, UTC: when it was made, or replayed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(OutgoingMail? Mail, string Refusal)> WriteAsync(
        OutboxMessage.DigestMessage message, DateTimeOffset linksFrom, CancellationToken cancellationToken)
    {
        var closed = await CloseAsync(message, cancellationToken);
        var alerts = closed.Alerts;
        Spans.Link(alerts.Select(alert => OutboxMessage.AlertMessage.Of(alert).Trace));
        var owners = await subscriptions.FindAsync([.. closed.Before.Concat(alerts).Select(alert => alert.Subscription).Distinct()], cancellationToken);
        var wanted = new List<(Alert Alert, Subscription Owner)>();
        foreach (var alert in alerts)
        {
            var owner = owners.GetValueOrDefault(alert.Subscription);
            if (Telling.Objection(owner, alert) is null && owner!.PausedAt is null)
            {
                wanted.Add((alert, owner));
            }
            else
            {
                // Before the record, so that a crash in between only does it again.
                await passOn.RunAsync(alert, cancellationToken);
            }
        }

        if (wanted is [])
        {
            return (null, "none of its news is wanted any more");
        }

        var told = closed.Before.Where(alert => Telling.Objection(owners.GetValueOrDefault(alert.Subscription), alert) is null)
            .SelectMany(alert => alert.Entries).Select(entry => entry.Identity).ToHashSet();
        wanted.RemoveAll(one => !one.Alert.TellsOfMissed && one.Alert.Entries.All(entry => told.Contains(entry.Identity)));
        return wanted is []
            ? (null, "the parts before it tell all of its news")
            : (await composer.ComposeDigestAsync(message, wanted, told, linksFrom, cancellationToken), "");
    }

    private async Task<ClosedPart> CloseAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken)
    {
        var closed = await digests.CloseAsync(message.DigestPart, DigestMail.Capacity, cancellationToken);
        if (closed.HasMore)
        {
            await AddAsync(message.DigestPart with { Number = message.Part + 1 }, cancellationToken);
        }

        return closed;
    }

    private async Task<IdempotencyKey> AddAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var message = OutboxMessage.DigestMessage.Of(part, time.GetUtcNow());
        if (await outbox.TryAddAsync(message, cancellationToken))
        {
            await queue.EnqueueAsync([message.Key], cancellationToken);
        }

        return message.Key;
    }
}
