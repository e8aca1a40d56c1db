using Tipstaff.Mail;
using Tipstaff.Suppressions;

namespace Tipstaff.Outbox;

/// <content>What is written down of an attempt, and what it says of the address.</content>
public sealed partial class DeliverMessages
{
    private static DeliveryRecord Record(ClaimedMessage claim, Delivery delivery) =>
        new(claim.Message.Key, claim.ClaimToken, delivery, DeadLetterNotice.Of(claim.Message, delivery));

    private DeliveryReport BounceOf(ClaimedMessage claim, RefusalKind bounce, Delivery delivery) => Answer(
        claim,
        bounce is RefusalKind.DeadAddress ? DeliveryReportKind.HardBounce : DeliveryReportKind.SoftBounce,
        delivery is Delivery.DeadLettered dead ? dead.Reason : "");

    private DeliveryReport Answer(ClaimedMessage claim, DeliveryReportKind kind, string reason) =>
        new(kind, time.GetUtcNow(), reason) { Subscriber = claim.Message.Subscriber, Message = claim.Message.Key, IsReportedLater = false };
}
