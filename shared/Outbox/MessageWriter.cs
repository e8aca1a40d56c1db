using System.Diagnostics;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Outbox;

/// <summary>Writes the mail of a message, unless nobody wants it any more or its address takes none.</summary>
internal sealed class MessageWriter(ISubscriptions subscriptions, ISuppressions suppressions, MailComposer composer)
{
    /// <summary>What is known at this moment of those whom the messages go to: one question for all of them.</summary>
    public async Task<Recipients> LookUpAsync(IReadOnlyCollection<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var alerts = messages.OfType<OutboxMessage.AlertMessage>().Select(message => message.Alert.Subscription).Distinct().ToList();
        var subscribers = messages.Where(message => message is not OutboxMessage.OperatorMessage).Select(message => message.Subscriber).Distinct().ToList();
        return new Recipients(
            alerts is [] ? new Dictionary<SubscriptionId, Subscription>() : await subscriptions.FindAsync(alerts, cancellationToken),
            subscribers is [] ? new Dictionary<SubscriberId, AddressRecord>() : await suppressions.FindAsync(subscribers, cancellationToken));
    }

    /// <summary>The mail, or why there shall be none.</summary>
    public async Task<WrittenMail> WriteAsync(OutboxMessage message, Recipients recipients, CancellationToken cancellationToken)
    {
        var record = recipients.Records.GetValueOrDefault(message.Subscriber);
        switch (message)
        {
            case OutboxMessage.AlertMessage { Alert: var alert }:
                return recipients.Subscriptions.GetValueOrDefault(alert.Subscription) switch
                {
                    { State: SubscriptionState.Confirmed } owner when owner.ConfirmedAt <= alert.CreatedAt => record?.Objection is { } objection
                        ? new WrittenMail(Mail: null, objection)
                        : new WrittenMail(await composer.ComposeAlertAsync(alert, owner, cancellationToken)),
                    { State: SubscriptionState.Confirmed } => WrittenMail.Unwanted("the subscription was ended, and confirmed anew only after this alert"),
                    { State: SubscriptionState.Pending } => WrittenMail.Unwanted("the subscription was ended, and waits to be confirmed anew"),
                    null => WrittenMail.Unwanted("the subscription is gone"),
                    _ => WrittenMail.Unwanted("the subscription was ended"),
                };

            // Who bounced may have a mailbox again, and says so by confirming; who complained wants nothing of us.
            case OutboxMessage.ConfirmationMessage when record is { Cause: SuppressionCause.Complaint, Objection: { } objection }:
                return new WrittenMail(Mail: null, objection);

            case OutboxMessage.ConfirmationMessage:
                var pending = (await subscriptions.OfSubscriberAsync(message.Subscriber, cancellationToken))
                    .Where(subscription => subscription.State is SubscriptionState.Pending)
                    .ToList();
                return pending is []
                    ? new WrittenMail(Mail: null, "nothing is left to confirm")
                    : new WrittenMail(await composer.ComposeConfirmationAsync(message.Subscriber, pending[0].Address, pending, message.Key, cancellationToken));

            case OutboxMessage.OperatorMessage news:
                return await composer.ComposeOperatorMessageAsync(news, cancellationToken) is { } written
                    ? new WrittenMail(written)
                    : new WrittenMail(Mail: null, "no address of an operator is set");

            default:
                throw new UnreachableException();
        }
    }
}

/// <summary>What is known of those whom messages go to.</summary>
/// <param name="Subscriptions">The subscriptions that alerts among them tell of.</param>
/// <param name="Records">How mail to them fares; most have none.</param>
internal sealed record Recipients(
    IReadOnlyDictionary<SubscriptionId, Subscription> Subscriptions, IReadOnlyDictionary<SubscriberId, AddressRecord> Records);

/// <summary>A mail, or why there is none.</summary>
/// <param name="Mail">The mail; null for none.</param>
/// <param name="Refusal">Why there is none; empty for a mail.</param>
/// <param name="IsUnwanted">Whether its subscription was ended, so that its documents may be news in the subscriber's others.</param>
internal sealed record WrittenMail(OutgoingMail? Mail, string Refusal = "", bool IsUnwanted = false)
{
    public static WrittenMail Unwanted(string refusal) => new(Mail: null, refusal, IsUnwanted: true);
}
