using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Webhooks;

/// <summary>Writes our webhooks, ready to be signed.</summary>
public sealed class WebhookComposer(PublicLinks links, IOptions<MailOptions> options, CourtDirectory courts)
{
    /// <summary>The webhook that tells an alert.</summary>
    /// <param name="alert">What is told.</param>
    /// <param name="linksFrom">From when on its links count, UTC: when the alert was replayed; null: when it was made.</param>
    /// <exception cref="KeyNotFoundException">No court has the alert's id.</exception>
    public WebhookMessage ComposeAlert(Alert alert, DateTimeOffset? linksFrom = null) => new(
        IdempotencyKey.Of(alert.Id),
        AlertPayload.Write(
            alert,
            courts[alert.Court],
            links.Unsubscribe(alert.Subscription, linksFrom ?? alert.CreatedAt),
            options.Value.OperatorContact))
    { Trace = OutboxMessage.AlertMessage.Of(alert).Trace };
}
