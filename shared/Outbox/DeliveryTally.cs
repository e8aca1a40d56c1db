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
            meter.DeadLettered();
        }

        if (claim.Message is OutboxMessage.AlertMessage { Alert: var alert } && EndOf(delivery) is { } end)
        {
            meter.AlertEnded(end, alert.IsWebhook ? AlertChannel.Webhook : AlertChannel.Mail);
            if (delivery is Delivery.Delivered(_, var at))
            {
                meter.Delayed(DelayStage.Sent, alert, at);
                if (alert.Digest is null)
                {
                    meter.Sent(at - alert.CreatedAt);
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
