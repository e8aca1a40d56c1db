using Tipstaff.Alerts;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Digests;

/// <summary>Puts alerts whose time has come into their digests, and writes the mails of those.</summary>
/// <remarks>
/// The way has three steps, each of which may be done again after a crash: an alert is put into an open part of its digest, once; the
/// message of that part is added to the outbox, once; and when that is sent, the part is closed and tells what is still wanted.
/// </remarks>
public sealed class DigestDesk(
    IDigests digests, ISubscriptions subscriptions, IOutbox outbox, IDeliveryQueue queue, PassOnDocuments passOn, MailComposer composer, TimeProvider time)
{
    /// <summary>Puts an alert into its digest.</summary>
    /// <returns>The key of the message that tells it from now on.</returns>
    public async Task<IdempotencyKey> FoldAsync(Alert alert, CancellationToken cancellationToken)
    {
        var part = await digests.FoldAsync(alert, DigestMail.WeightOf(alert), DigestMail.Capacity, cancellationToken);
        var message = OutboxMessage.DigestMessage.Of(part, time.GetUtcNow());
        if (await outbox.TryAddAsync(message, cancellationToken))
        {
            await queue.EnqueueAsync([message.Key], cancellationToken);
        }

        return message.Key;
    }

    /// <summary>The mail of a part of a digest; null when none of its alerts is wanted any more.</summary>
    public async Task<OutgoingMail?> WriteAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken)
    {
        var alerts = await digests.CloseAsync(message.DigestPart, cancellationToken);
        var owners = await subscriptions.FindAsync([.. alerts.Select(alert => alert.Subscription).Distinct()], cancellationToken);
        var wanted = new List<(Alert, Subscription)>();
        foreach (var alert in alerts)
        {
            var owner = owners.GetValueOrDefault(alert.Subscription);
            if (Telling.Objection(owner, alert) is null)
            {
                wanted.Add((alert, owner!));
            }
            else
            {
                // Before the record, so that a crash in between only does it again.
                await passOn.RunAsync(alert, cancellationToken);
            }
        }

        return wanted is [] ? null : await composer.ComposeDigestAsync(message, wanted, cancellationToken);
    }
}
