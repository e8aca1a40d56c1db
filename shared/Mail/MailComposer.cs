using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Links;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Mail;

/// <summary>Writes our mails, ready for any provider.</summary>
/// <remarks>
/// The mail of an alert depends on nothing but alert, subscription, options and the moment from which its links count: composed again, it
/// is the same to the byte.
/// </remarks>
public sealed class MailComposer(
    RazorHtml razor, PublicLinks links, IOptions<MailOptions> options, CourtDirectory courts, OperatorMailbox operators, TimeProvider clock)
{
    /// <summary>The mail that tells an alert.</summary>
    /// <param name="alert">What is told.</param>
    /// <param name="subscription">The subscription that it tells; its address gets the mail.</param>
    /// <param name="linksFrom">From when on its links count, UTC: when the alert was made, or replayed, as links must be good for a time after that.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    /// <exception cref="ArgumentException">The alert belongs to another subscription: its news is not for this address.</exception>
    /// <exception cref="KeyNotFoundException">No court has the alert's id.</exception>
    public async Task<OutgoingMail> ComposeAlertAsync(
        Alert alert, Subscription subscription, DateTimeOffset linksFrom, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (alert.Subscription != subscription.Id)
        {
            throw new ArgumentException($"Alert {alert.Id} belongs to another subscription than {subscription.Id}.", nameof(subscription));
        }

        var sender = options.Value;
        var unsubscribe = links.Unsubscribe(alert.Subscription, linksFrom);
        var mail = AlertMail.Of(alert, subscription, courts[alert.Court], links.Manage(alert.Subscriber, linksFrom), unsubscribe, sender.OperatorContact);
        var html = await razor.RenderAsync<AlertMailHtml>(new(StringComparer.Ordinal) { [nameof(AlertMailHtml.Mail)] = mail });
        return new OutgoingMail
        {
            Key = IdempotencyKey.Of(alert.Id),
            From = EmailAddress.Parse(sender.From),
            FromName = sender.FromName,
            To = subscription.Address,
            Subject = mail.Subject,
            Date = alert.CreatedAt,
            MessageId = $"{alert.Id}@{sender.Domain}",
            References = [$"{alert.Subscription}.thread@{sender.Domain}"],
            Headers =
            [
                new("List-Id", $"\"{mail.Docket}\" <{alert.Court}.{Slug(alert.Docket.Value)}.{sender.Domain}>"),
                new("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>"),
                new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                new("Auto-Submitted", "auto-generated"),
                new(Spans.Header, OutboxMessage.AlertMessage.Of(alert).Trace.TraceId),
            ],
            Text = AlertMailText.Write(mail),
            Html = html,
        };
    }

    /// <summary>The mail of one part of a digest.</summary>
    /// <param name="message">Which part.</param>
    /// <param name="alerts">What is told, with the subscriptions, all of one subscriber; at least one.</param>
    /// <param name="told">The entries that the parts before it tell.</param>
    /// <param name="linksFrom">From when on its links count, UTC: when the part was made, or replayed.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    /// <exception cref="ArgumentException">There is nothing to tell, or something of another subscriber.</exception>
    public async Task<OutgoingMail> ComposeDigestAsync(
        OutboxMessage.DigestMessage message,
        IReadOnlyList<(Alert Alert, Subscription Owner)> alerts,
        IReadOnlyCollection<EntryIdentity> told,
        DateTimeOffset linksFrom,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (alerts is [] || alerts.Any(one => one.Owner.Subscriber != message.Subscriber || one.Alert.Subscription != one.Owner.Id))
        {
            throw new ArgumentException($"The digest {message.Key} has nothing to tell, or something of another subscriber.", nameof(alerts));
        }

        var sender = options.Value;
        var unsubscribe = links.UnsubscribeDigests(message.Subscriber, message.CreatedAt, linksFrom);
        var mail = DigestMail.Of(message.DigestPart, alerts, told, courts, links.Manage(message.Subscriber, linksFrom), unsubscribe, sender.OperatorContact);
        var html = await razor.RenderAsync<DigestMailHtml>(new(StringComparer.Ordinal) { [nameof(DigestMailHtml.Mail)] = mail });
        var cadence = message.Slot.Cadence.ToString().ToLowerInvariant();
        return new OutgoingMail
        {
            Key = message.Key,
            From = EmailAddress.Parse(sender.From),
            FromName = sender.FromName,
            To = alerts[0].Owner.Address,
            Subject = mail.Subject,
            Date = message.CreatedAt,
            MessageId = $"{message.Key}@{sender.Domain}",
            References = [$"{message.Subscriber}.{cadence}.thread@{sender.Domain}"],
            Headers =
            [
                new("List-Id", $"\"{cadence} digest\" <{cadence}.digest.{sender.Domain}>"),
                new("List-Unsubscribe", $"<{unsubscribe.AbsoluteUri}>"),
                new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                new("Auto-Submitted", "auto-generated"),
                new(Spans.Header, message.Trace.TraceId),
            ],
            Text = DigestMailText.Write(mail),
            Html = html,
        };
    }

    /// <summary>The mail that asks a subscriber to confirm.</summary>
    /// <param name="subscriber">Who is asked.</param>
    /// <param name="to">The subscriber's address.</param>
    /// <param name="pending">What is to be confirmed; at least one.</param>
    /// <param name="key">The key of the message, of which its <c>Message-ID</c> is made.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    /// <exception cref="ArgumentException">Nothing is pending, or something is another subscriber's.</exception>
    public async Task<OutgoingMail> ComposeConfirmationAsync(
        SubscriberId subscriber, EmailAddress to, IReadOnlyList<Subscription> pending, IdempotencyKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (pending is [] || pending.Any(subscription => subscription.Subscriber != subscriber))
        {
            throw new ArgumentException($"Nothing is pending for {subscriber}, or not only that subscriber's.", nameof(pending));
        }

        var (sender, now) = (options.Value, clock.GetUtcNow());
        var mail = ConfirmationMail.Of(pending, courts, links.Confirm(subscriber, now), links.ExpiryOfConfirm(now), sender.OperatorContact);
        var html = await razor.RenderAsync<ConfirmationMailHtml>(new(StringComparer.Ordinal) { [nameof(ConfirmationMailHtml.Mail)] = mail });
        return new OutgoingMail
        {
            Key = key,
            From = EmailAddress.Parse(sender.From),
            FromName = sender.FromName,
            To = to,
            Subject = mail.Subject,
            Date = now,
            MessageId = $"{key}@{sender.Domain}",
            Headers = [new("Auto-Submitted", "auto-generated")],
            Text = ConfirmationMailText.Write(mail),
            Html = html,
        };
    }

    /// <summary>The mail that tells operators what came about; null where no address of theirs is set.</summary>
    /// <param name="message">What is told.</param>
    /// <param name="cancellationToken">Stops before the work begins.</param>
    public async Task<OutgoingMail?> ComposeOperatorMessageAsync(OutboxMessage.OperatorMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (operators.Address is not { } address)
        {
            return null;
        }

        var sender = options.Value;
        var mail = OperatorMail.Of(message.Notices, courts);
        var html = await razor.RenderAsync<OperatorMailHtml>(new(StringComparer.Ordinal) { [nameof(OperatorMailHtml.Mail)] = mail });
        return new OutgoingMail
        {
            Key = message.Key,
            From = EmailAddress.Parse(sender.From),
            FromName = sender.FromName,
            To = address,
            Subject = mail.Subject,
            Date = message.CreatedAt,
            MessageId = $"{message.Key}@{sender.Domain}",
            Headers = [new("Auto-Submitted", "auto-generated")],
            Text = OperatorMailText.Write(mail),
            Html = html,
        };
    }

    // 1:18-cv-03365  -->  1-18-cv-03365        MDL No. 2168  -->  mdl-no-2168
    private static string Slug(string docket) =>
        string.Join('-', docket.ToLowerInvariant().Split([':', ' ', '.', '-'], StringSplitOptions.RemoveEmptyEntries));
}
