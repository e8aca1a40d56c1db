using Tipstaff.Checks;
using Tipstaff.Measures;

namespace Tipstaff.Outbox;

/// <summary>Measures what became of claimed messages, once it is written down.</summary>
/// <param name="meter">Measures.</param>
/// <param name="claims">The messages.</param>
internal sealed class DeliveryTally(TipstaffMeter meter, IEnumerable<ClaimedMessage> claims)
{
    private readonly Dictionary<IdempotencyKey, ClaimedMessage> _claims = claims.ToDictionary(claim => claim.Message.Key);

    /// <summary>These were written down.</summary>
    public void Add(IReadOnlyList<DeliveryRecord> written)
    {
        foreach (var record in written)
        {
            Add(_claims[record.Key], record.Delivery);
        }
    }

    private void Add(ClaimedMessage claim, Delivery delivery)
    {
        if (claim.Attempt > 1 && delivery is not Delivery.Returned)
        {
            meter.Retried(RetryOf.Delivery);
        }

        if (delivery is Delivery.DeadLettered)
        {
            meter.DeadLettered(claim.IsWebhook ? DeadLetterChannel.Webhook : DeadLetterChannel.Mail);
        }

        if (claim.Message is OutboxMessage.AlertMessage { Alert: var alert } && EndOf(delivery) is { } end)
        {
            var channel = alert.IsWebhook ? AlertChannel.Webhook : AlertChannel.Mail;
            meter.AlertEnded(end, channel);
            if (delivery is Delivery.Delivered(_, var at))
            {
                meter.Delayed(DelayStage.Sent, alert, at);
                // What was tried before waited for its reader's mailbox, or for a person to replay it: that wait is not ours.
                if (alert.Digest is null && claim.Attempt == 1)
                {
                    meter.Sent(at - alert.CreatedAt, channel);
                }
            }
        }
    }

    private static AlertEnd? EndOf(Delivery delivery) => delivery switch
    {
        Delivery.Delivered => AlertEnd.Delivered,
        Delivery.Folded => AlertEnd.Folded,
        Delivery.Suppressed => AlertEnd.Suppressed,
        Delivery.DeadLettered => AlertEnd.DeadLettered,
        _ => null,
    };
}
