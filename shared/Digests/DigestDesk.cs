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

    /// <summary>The mail of a part of a digest; null when none of its alerts is wanted any more.</summary>
    public async Task<OutgoingMail?> WriteAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken)
    {
        var alerts = await CloseAsync(message, cancellationToken);
        Spans.Link(alerts.Select(alert => OutboxMessage.AlertMessage.Of(alert).Trace));
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

    private async Task<IReadOnlyList<Alert>> CloseAsync(OutboxMessage.DigestMessage message, CancellationToken cancellationToken)
    {
        var closed = await digests.CloseAsync(message.DigestPart, DigestMail.Capacity, cancellationToken);
        if (closed.HasMore)
        {
            await AddAsync(message.DigestPart with { Number = message.Part + 1 }, cancellationToken);
        }

        return closed.Alerts;
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
