using System.Diagnostics;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>Writes the mail of a message, unless nobody wants it any more.</summary>
internal sealed class MessageWriter(ISubscriptions subscriptions, MailComposer composer)
{
    /// <summary>The subscriptions that alerts among the messages tell of, as they are at this moment.</summary>
    public async Task<IReadOnlyDictionary<SubscriptionId, Subscription>> OwnersAsync(
        IEnumerable<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        var ids = messages.OfType<OutboxMessage.AlertMessage>().Select(message => message.Alert.Subscription).Distinct().ToList();
        return ids is [] ? new Dictionary<SubscriptionId, Subscription>() : await subscriptions.FindAsync(ids, cancellationToken);
    }

    /// <summary>The mail, or why there shall be none.</summary>
    public async Task<(OutgoingMail? Mail, string Refusal)> WriteAsync(
        OutboxMessage message, IReadOnlyDictionary<SubscriptionId, Subscription> owners, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case OutboxMessage.AlertMessage { Alert: var alert }:
                return owners.GetValueOrDefault(alert.Subscription) switch
                {
                    { State: SubscriptionState.Confirmed } owner when owner.ConfirmedAt <= alert.CreatedAt =>
                        (await composer.ComposeAlertAsync(alert, owner, cancellationToken), ""),
                    { State: SubscriptionState.Confirmed } => (null, "the subscription was ended, and confirmed anew only after this alert"),
                    { State: SubscriptionState.Pending } => (null, "the subscription was ended, and waits to be confirmed anew"),
                    null => (null, "the subscription is gone"),
                    _ => (null, "the subscription was ended"),
                };

            case OutboxMessage.ConfirmationMessage:
                var pending = (await subscriptions.OfSubscriberAsync(message.Subscriber, cancellationToken))
                    .Where(subscription => subscription.State is SubscriptionState.Pending)
                    .ToList();
                return pending is []
                    ? (null, "nothing is left to confirm")
                    : (await composer.ComposeConfirmationAsync(message.Subscriber, pending[0].Address, pending, message.Key, cancellationToken), "");

            case OutboxMessage.OperatorMessage news:
                return await composer.ComposeOperatorMessageAsync(news, cancellationToken) is { } written
                    ? (written, "")
                    : (null, "no address of an operator is set");

            default:
                throw new UnreachableException();
        }
    }
}
