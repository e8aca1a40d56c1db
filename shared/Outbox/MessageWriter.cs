using System.Diagnostics;
using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Digests;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Outbox;

/// <summary>Writes the mail of a message, unless nobody wants it any more or its address takes none.</summary>
internal sealed class MessageWriter(ISubscriptions subscriptions, DigestDesk digests, MailComposer composer, CanaryArrivals canary, TimeProvider time)
{
    /// <summary>The mail, or why there shall be none.</summary>
    public async Task<WrittenMail> WriteAsync(ClaimedMessage claim, Recipients recipients, CancellationToken cancellationToken)
    {
        var message = claim.Message;
        var record = recipients.Records.GetValueOrDefault(message.Subscriber);
        switch (message)
        {
            case OutboxMessage.AlertMessage { Alert: var alert }:
                var owner = recipients.Subscriptions.GetValueOrDefault(alert.Subscription);
                return Telling.Objection(owner, alert) is { } unwanted ? WrittenMail.Unwanted(unwanted)
                    : Telling.HeldUntil(owner!, time.GetUtcNow()) is { } until ? WrittenMail.Held(until)
                    : canary.Objection(alert) is { } missing ? new WrittenMail(Mail: null, missing)
                    // Whether the address takes mail says nothing of the URL.
                    : owner!.Webhook is not null ? new WrittenMail(Mail: null) { WebhookOf = owner }
                    : record?.Objection is { } toAlert ? new WrittenMail(Mail: null, toAlert)
                    : alert.Digest is not null ? new WrittenMail(Mail: null) { Digest = await digests.FoldAsync(alert, cancellationToken) }
                    : new WrittenMail(await composer.ComposeAlertAsync(alert, owner, claim.LinksFrom(owner), cancellationToken));

            case OutboxMessage.DigestMessage refused when record?.Objection is { } toDigest:
                await digests.EndAsync(refused, cancellationToken);
                return new WrittenMail(Mail: null, toDigest);

            case OutboxMessage.DigestMessage digest:
                var (told, refusal) = await digests.WriteAsync(digest, claim.WaitsSince, cancellationToken);
                return new WrittenMail(told, refusal);

            // Who bounced may have a mailbox again, and says so by confirming; who complained wants nothing of us.
            case OutboxMessage.ConfirmationMessage when record is { Cause: SuppressionCause.Complaint, Objection: { } objection }:
                return new WrittenMail(Mail: null, objection);

            case OutboxMessage.ConfirmationMessage:
                var own = await subscriptions.OfSubscriberAsync(message.Subscriber, cancellationToken);
                var pending = own.Where(subscription => subscription.State is SubscriptionState.Pending).ToList();

                // As its owner has confirmed it: a stranger's capitals may be refused where these are not, and that would count for all.
                var confirmed = own.FirstOrDefault(subscription => subscription.State is SubscriptionState.Confirmed);
                return pending is []
                    ? new WrittenMail(Mail: null, "nothing is left to confirm")
                    : new WrittenMail(await composer.ComposeConfirmationAsync(message.Subscriber, (confirmed ?? pending[0]).Address, pending, message.Key, cancellationToken));

            case OutboxMessage.OperatorMessage news:
                return await composer.ComposeOperatorMessageAsync(news, cancellationToken) is { } written
                    ? new WrittenMail(written)
                    : new WrittenMail(Mail: null, "no address of an operator is set");

            default:
                throw new UnreachableException();
        }
    }
}

/// <summary>A mail, or why there is none.</summary>
/// <param name="Mail">The mail; null for none.</param>
/// <param name="Refusal">Why there is none; empty for a mail.</param>
/// <param name="IsUnwanted">Whether its subscription was ended or is paused, so that its documents may be news in the subscriber's others.</param>
internal sealed record WrittenMail(OutgoingMail? Mail, string Refusal = "", bool IsUnwanted = false)
{
    /// <summary>The digest that tells the message from now on; null where none does.</summary>
    public IdempotencyKey? Digest { get; init; }

    /// <summary>The subscription whose webhook tells the message in place of a mail; null for none.</summary>
    public Subscription? WebhookOf { get; init; }

    /// <summary>When to look again whether it is told, UTC; null unless its subscription is paused.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    public static WrittenMail Held(DateTimeOffset until) => new(Mail: null, IsUnwanted: true) { HeldUntil = until };

    public static WrittenMail Unwanted(string refusal) => new(Mail: null, refusal, IsUnwanted: true);
}
