using Microsoft.AspNetCore.Http;
using Tipstaff.Limits;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <content>What its buttons do with webhooks.</content>
public sealed partial class ManagePages
{
    private static Status NoWebhook { get; } = new("Nothing was changed", Tone.Bad, "This subscription has no webhook that could be used.");

    private async Task<IResult> VerifyAsync(HttpResponse response, PageForm form, SubscriberId owner, CancellationToken cancellationToken)
    {
        var outcome = SubscriptionId.TryParse(form.Text("id"), provider: null, out var id)
            ? await verify.RunAsync(owner, id, cancellationToken)
            : new VerifyOutcome.Unknown();
        var (status, said) = outcome switch
        {
            VerifyOutcome.Verified => (StatusCodes.Status200OK, new Status("Your receiver wants our webhooks", Tone.Good, "From now on each new entry is told.")),
            VerifyOutcome.Failed(var reason) => (StatusCodes.Status422UnprocessableEntity, new Status("Your receiver did not pass", Tone.Bad, reason)),
            VerifyOutcome.TooSoon(var wait) => (StatusCodes.Status429TooManyRequests, new Status("Nothing was sent", Tone.Bad, $"It was asked only just now. Try again {Words(wait)}.")),
            VerifyOutcome.NoSecret => (StatusCodes.Status409Conflict, new Status("Nothing was sent", Tone.Bad, "The webhook has no secret yet: press New secret first.")),
            VerifyOutcome.NoWebhook => (StatusCodes.Status409Conflict, NoWebhook),
            _ => (StatusCodes.Status404NotFound, Unknown),
        };
        if (outcome is VerifyOutcome.TooSoon(var later))
        {
            RequestLimits.SetRetryAfter(response, later);
        }

        return await PageAsync(form.Text("token")!, owner, status, said, refused: null, cancellationToken);
    }

    private async Task<IResult> SecretAsync(PageForm form, SubscriberId owner, CancellationToken cancellationToken)
    {
        var outcome = SubscriptionId.TryParse(form.Text("id"), provider: null, out var id)
            ? await secret.RunAsync(owner, id, cancellationToken)
            : new SecretOutcome.Unknown();
        var (status, said) = outcome switch
        {
            SecretOutcome.Made => (StatusCodes.Status200OK, new Status("There is a new secret", Tone.Good)),
            SecretOutcome.TooMany => (StatusCodes.Status409Conflict, new Status(
                "Nothing was changed", Tone.Bad, $"You have {SubscriberWebhooks.MaxUrls} webhooks already: use one of them for several subscriptions.")),
            SecretOutcome.NoWebhook => (StatusCodes.Status409Conflict, NoWebhook),
            _ => (StatusCodes.Status404NotFound, Unknown),
        };
        var made = outcome is SecretOutcome.Made(var secretMade) ? SecretLine.Of(secretMade, id!) : null;
        return await PageAsync(form.Text("token")!, owner, status, said, refused: null, cancellationToken, made);
    }

    private static string Words(TimeSpan wait) =>
        wait.TotalMinutes <= 1 ? $"in {Math.Ceiling(wait.TotalSeconds):0} seconds"
        : wait.TotalHours <= 1 ? $"in {Math.Ceiling(wait.TotalMinutes):0} minutes"
        : $"in {Math.Ceiling(wait.TotalHours):0} hours";
}
