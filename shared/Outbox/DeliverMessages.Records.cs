using System.Text.Json;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Suppressions;
using Tipstaff.Tracing;

namespace Tipstaff.Outbox;

/// <content>What is written down of an attempt, and what it says of the address.</content>
public sealed partial class DeliverMessages
{
    private static DeliveryRecord Record(ClaimedMessage claim, Delivery delivery) =>
        new(claim.Message.Key, claim.ClaimToken, delivery, DeadLetterNotice.Of(claim.Message, delivery));

    private static void Tag(Span span, ClaimedMessage claim, Delivery delivery)
    {
        span.Tag("message", claim.Message.Key.Value);
        span.Tag("attempt", claim.Attempt);
        span.Tag("channel", TagValue.Of(claim.IsWebhook ? AlertChannel.Webhook : AlertChannel.Mail));
        span.Tag("end", JsonNamingPolicy.SnakeCaseLower.ConvertName(delivery.GetType().Name));
        if (delivery is Delivery.Folded folded)
        {
            span.Tag("digest", folded.Digest.Value);
        }
    }

    private DeliveryReport BounceOf(ClaimedMessage claim, RefusalKind bounce, Delivery delivery) => Answer(
        claim,
        bounce is RefusalKind.DeadAddress ? DeliveryReportKind.HardBounce : DeliveryReportKind.SoftBounce,
        delivery is Delivery.DeadLettered dead ? dead.Reason : "");

    private DeliveryReport Answer(ClaimedMessage claim, DeliveryReportKind kind, string reason) =>
        new(kind, time.GetUtcNow(), reason) { Subscriber = claim.Message.Subscriber, Message = claim.Message.Key, IsReportedLater = false };
}
