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
    /// <exception cref="KeyNotFoundException">No court has the alert's id.</exception>
    public WebhookMessage ComposeAlert(Alert alert) => new(
        IdempotencyKey.Of(alert.Id),
        AlertPayload.Write(
            alert,
            courts[alert.Court],
            links.Unsubscribe(alert.Subscription, alert.CreatedAt),
            options.Value.OperatorContact))
    { Trace = OutboxMessage.AlertMessage.Of(alert).Trace };
}
