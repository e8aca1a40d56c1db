using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Webhooks;

/// <summary>Hands one alert over to the URL of its subscription, and says what becomes of its message.</summary>
/// <remarks>
/// The same retry plan and dead letters as for mail, without what mail providers share: a host has no breaker and no pin. What may have
/// arrived is sent again, under the same <c>webhook-id</c>, by which receivers know it.
/// </remarks>
public sealed class SendWebhook(
    IWebhookEndpoints webhooks,
    IWebhookReceivers receivers,
    WebhookSecrets secrets,
    WebhookComposer composer,
    EndWebhook end,
    IOptions<WebhookOptions> options,
    TimeProvider time)
{
    /// <summary>What stands in records in place of a provider's name.</summary>
    public const string Name = "webhook";

    private const int BesideThoseUnderWay = 8;

    private readonly ReceiverTurns _turns = new(options.Value, time);

    /// <summary>How many webhooks are of use at once: more than have turns, so that those that find none are told so and do not wait.</summary>
    internal int MostLookedAtAtOnce => options.Value.MostAtOnce + BesideThoseUnderWay;

    /// <summary>Hands it over.</summary>
    /// <exception cref="OperationCanceledException">It was ended; the receiver may have it all the same.</exception>
    internal async Task<SendResult> SendAsync(ClaimedMessage claim, Alert alert, Subscription owner, CancellationToken cancellationToken)
    {
        var url = owner.Webhook!;
        if ((await webhooks.FindAsync(owner.Subscriber, cancellationToken))?.Find(url) is not { } endpoint)
        {
            return new(new Delivery.Suppressed("the subscription's webhook is not verified", time.GetUtcNow()));
        }

        if (_turns.Take(url.Host, owner.Subscriber) is { } later)
        {
            return new(new Delivery.Returned(later));
        }

        var begun = time.GetTimestamp();
        try
        {
            using var span = Spans.Within("webhook", ActivityKind.Client);
            var outcome = await receivers.SendAsync(url, composer.ComposeAlert(alert, claim.LinksFrom(owner)), secrets.KeysOf(owner.Subscriber, endpoint), cancellationToken);
            span?.SetTag("outcome", JsonNamingPolicy.SnakeCaseLower.ConvertName(outcome.GetType().Name));
            return new(await WeighAsync(outcome, claim, owner.Subscriber, url));
        }
        finally
        {
            _turns.Release(url.Host, owner.Subscriber, time.GetElapsedTime(begun));
        }
    }

    private async Task<Delivery> WeighAsync(WebhookOutcome outcome, ClaimedMessage claim, SubscriberId subscriber, WebhookUrl url)
    {
        switch (outcome)
        {
            case WebhookOutcome.Accepted:
                return new Delivery.Delivered(Name, time.GetUtcNow());
            case WebhookOutcome.Refused { Kind: WebhookRefusal.EndpointGone }:
                // Before the record, so that a crash in between only does it again.
                await end.RunAsync(subscriber, url, CancellationToken.None);
                return new Delivery.Suppressed("the subscription's webhook wants no more (HTTP 410)", time.GetUtcNow());
            case WebhookOutcome.Refused refused:
                return new Delivery.DeadLettered($"{Name}: {refused.Reason}", time.GetUtcNow());
            case WebhookOutcome.Unavailable unavailable:
                return Later(claim, unavailable.Reason, unavailable.RetryAfter);
            case WebhookOutcome.Unknown unknown:
                return Later(claim, unknown.Reason, retryAfter: null);
            default:
                throw new UnreachableException();
        }
    }

    private Delivery Later(ClaimedMessage claim, string reason, TimeSpan? retryAfter)
    {
        var now = time.GetUtcNow();
        return RetryPlan.After(claim.Attempt, retryAfter, claim.Message.Key) is { } wait
            ? new Delivery.Postponed(now + wait, $"{Name}: {reason}")
            : new Delivery.DeadLettered($"{Name}: {reason}", now);
    }
}
