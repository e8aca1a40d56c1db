using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Tipstaff.Limits;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <summary>What the owner of subscriptions does with their webhooks: <c>POST /api/subscriptions/ID/secret</c> and <c>…/challenge</c>.</summary>
/// <remarks>Who asks is told by <see cref="Askers"/>, as for <see cref="OwnersApi"/>. Both are about the URL: all that goes there shares them.</remarks>
public sealed class WebhooksApi(
    Askers askers, ChangeWebhookSecret secret, VerifyWebhook verify, ISubscriptions subscriptions, IWebhookEndpoints webhooks)
{
    /// <summary><c>POST /api/subscriptions/ID/secret</c>: a new secret, told this once.</summary>
    public async Task<IResult> PostSecretAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        if (!SubscriptionId.TryParse(id, provider: null, out var wanted))
        {
            return OwnersApi.Unknown();
        }

        var outcome = await secret.RunAsync(owner, wanted, cancellationToken);
        PageHeaders.AddCommon(request.HttpContext.Response);
        return outcome switch
        {
            SecretOutcome.Made(var made) => Results.Json(new WebhookSecretJson(made.Secret.Reveal(), made.PreviousUntil)),
            SecretOutcome.TooMany => new Problem(
                StatusCodes.Status409Conflict, "too-many-webhooks", "You have too many webhooks", $"Use one of your {SubscriberWebhooks.MaxUrls} URLs for several subscriptions."),
            SecretOutcome.NoWebhook => NoWebhook(),
            SecretOutcome.Unknown => OwnersApi.Unknown(),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary><c>POST /api/subscriptions/ID/challenge</c>: challenges the URL, and tells what came of it.</summary>
    public async Task<IResult> PostChallengeAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        if (!SubscriptionId.TryParse(id, provider: null, out var wanted))
        {
            return OwnersApi.Unknown();
        }

        switch (await verify.RunAsync(owner, wanted, cancellationToken))
        {
            case VerifyOutcome.Verified when await subscriptions.FindAsync(wanted, cancellationToken) is { } verified:
                PageHeaders.AddCommon(request.HttpContext.Response);
                return Results.Json(SubscriptionJson.Of(verified, await webhooks.FindAsync(owner, cancellationToken)));
            case VerifyOutcome.Failed(var reason):
                return new Problem(StatusCodes.Status422UnprocessableEntity, "challenge-failed", "The webhook did not pass its challenge", reason);
            case VerifyOutcome.TooSoon(var wait):
                RequestLimits.SetRetryAfter(request.HttpContext.Response, wait);
                return new Problem(
                    StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many challenges", "Ask again after the time of Retry-After: each failure makes it longer.");
            case VerifyOutcome.NoSecret:
                return new Problem(
                    StatusCodes.Status409Conflict, "no-secret", "The webhook has no secret yet", $"Make one with POST /api/subscriptions/{wanted}/secret first.");
            case VerifyOutcome.NoWebhook:
                return NoWebhook();
            default:
                return OwnersApi.Unknown();
        }
    }

    private static Problem NoWebhook() => new(
        StatusCodes.Status409Conflict, "no-webhook", "The subscription has no webhook that could be used", "Its channel must be a URL, it must be confirmed, and not ended.");
}

/// <summary>A new secret; told this once.</summary>
/// <param name="Secret">The secret, <c>whsec_…</c>.</param>
/// <param name="PreviousSecretUntil">Until when webhooks are signed with the one before, too, UTC; null where there was none.</param>
public sealed record WebhookSecretJson(string Secret, DateTimeOffset? PreviousSecretUntil);
