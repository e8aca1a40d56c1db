using Microsoft.AspNetCore.Http;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <summary>What the owner of subscriptions does with them: <c>GET</c>, <c>PATCH</c> and <c>DELETE /api/subscriptions[/ID]</c>.</summary>
/// <remarks>
/// Who asks is told by the manage token of our mails, sent as <c>Authorization: Bearer …</c>, as an address bar, a log or a referrer
/// keeps what stands in a URL; or by a signature (<see cref="Askers"/>). Somebody else's subscription is as unknown as one that never was.
/// </remarks>
public sealed class OwnersApi(Askers askers, ISubscriptions subscriptions, IWebhookEndpoints webhooks, ChangeSubscription change, CourtDirectory courts)
{
    private const int MaxRaces = 5;

    /// <summary><c>GET /api/subscriptions?limit=…&amp;cursor=…</c>: the owner's subscriptions, the oldest first, a page at a time, with an <c>ETag</c>.</summary>
    public async Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        if (Paging.Limit(request) is not { } limit)
        {
            return Paging.WrongLimit();
        }

        SubscriptionCursor? after = null;
        if (Paging.Cursor(request) is { } cursor && !SubscriptionCursor.TryParse(cursor, out after))
        {
            return Paging.WrongCursor();
        }

        var own = await subscriptions.OfSubscriberAsync(owner, cancellationToken);
        var left = own.Where(one => one.Court != CanaryCourt.Id && after?.IsBefore(one) is not false).ToList();
        var page = left.Take(limit).ToList();
        var next = left.Count > limit ? SubscriptionCursor.Of(page[^1]).ToString() : null;
        var known = page.Exists(one => one.Webhook is not null) ? await webhooks.FindAsync(owner, cancellationToken) : null;
        return JsonAnswer.Private(new SubscriptionListJson([.. page.Select(one => SubscriptionJson.Of(one, known))], next), SubscriptionsApi.Options);
    }

    /// <summary><c>GET /api/subscriptions/ID</c>, with an <c>ETag</c>; 304 for one that is known (<c>If-None-Match</c>).</summary>
    public async Task<IResult> GetAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        if (!SubscriptionId.TryParse(id, provider: null, out var wanted)
            || await subscriptions.FindAsync(wanted, cancellationToken) is not { } found || found.Subscriber != owner)
        {
            return Unknown();
        }

        // How a webhook stands is no part of the version.
        return found.Webhook is not null
            ? await AnswerAsync(request, found, cancellationToken)
            : Answer(request, found, EntityTags.IsKnown(request.Headers.IfNoneMatch, EntityTags.Of(found)) ? StatusCodes.Status304NotModified : StatusCodes.Status200OK);
    }

    /// <summary><c>PATCH /api/subscriptions/ID</c>: cadence, filters, pause; on condition of <c>If-Match</c> where that is sent.</summary>
    public async Task<IResult> PatchAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        if (!JsonBody.IsSent(request))
        {
            return JsonBody.NotSent();
        }

        if (await JsonBody.BytesAsync(request, cancellationToken) is not { } json)
        {
            return new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {JsonBody.MaxBytes} bytes.");
        }

        return SubscriptionId.TryParse(id, provider: null, out var wanted) ? await MergeAsync(request, owner, wanted, json, cancellationToken) : Unknown();
    }

    /// <summary><c>DELETE /api/subscriptions/ID</c>: ends it, with all that is queued for it. Doing it twice is doing it once.</summary>
    public async Task<IResult> DeleteAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        return SubscriptionId.TryParse(id, provider: null, out var wanted)
            ? await ChangeAsync(request, owner, wanted, new SubscriptionChange { Ends = true }, cancellationToken)
            : Unknown();
    }

    // What a body leaves out is as it was when it was read: whoever changes that meanwhile is not undone.
    private async Task<IResult> MergeAsync(HttpRequest request, SubscriberId owner, SubscriptionId id, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await subscriptions.FindAsync(id, cancellationToken) is not { } present || present.Subscriber != owner)
            {
                return Unknown();
            }

            if (SubscriptionChangeBody.Read(json, present, courts, out var errors) is not { } asked)
            {
                return new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.", errors);
            }

            var tag = EntityTags.Of(present);
            var isAsked = EntityTags.Meets(request.Headers.IfMatch, tag);
            var outcome = await change.RunAsync(owner, id, asked, one => isAsked && EntityTags.Of(one) == tag, cancellationToken);
            if (outcome is not ChangeOutcome.Outdated || !isAsked)
            {
                return await AnswerAsync(request, outcome, asked, cancellationToken);
            }
        }

        throw new InvalidOperationException($"A change of subscription {id} lost {MaxRaces} races in a row for its row; try again.");
    }

    private async Task<IResult> ChangeAsync(
        HttpRequest request, SubscriberId owner, SubscriptionId id, SubscriptionChange asked, CancellationToken cancellationToken) =>
        await AnswerAsync(
            request,
            await change.RunAsync(owner, id, asked, one => EntityTags.Meets(request.Headers.IfMatch, EntityTags.Of(one)), cancellationToken),
            asked,
            cancellationToken);

    private async Task<IResult> AnswerAsync(HttpRequest request, ChangeOutcome outcome, SubscriptionChange asked, CancellationToken cancellationToken) =>
        outcome switch
        {
            ChangeOutcome.Changed(var changed) => asked.Ends ? NoContent(request) : await AnswerAsync(request, changed, cancellationToken),
            ChangeOutcome.Outdated => new Problem(
                StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "The subscription has changed since you read it", "Read it again, and send the change with its new ETag."),
            ChangeOutcome.Ended => new Problem(
                StatusCodes.Status409Conflict, "ended", "The subscription has ended", "Ask for it again with POST /api/subscriptions, and confirm it."),
            _ => Unknown(),
        };

    private async Task<IResult> AnswerAsync(HttpRequest request, Subscription subscription, CancellationToken cancellationToken) => Answer(
        request, subscription, StatusCodes.Status200OK, subscription.Webhook is null ? null : await webhooks.FindAsync(subscription.Subscriber, cancellationToken));

    private static IResult Answer(HttpRequest request, Subscription subscription, int status, SubscriberWebhooks? known = null)
    {
        var response = request.HttpContext.Response;
        PageHeaders.AddCommon(response);
        response.Headers.ETag = EntityTags.Of(subscription);
        return status == StatusCodes.Status304NotModified ? Results.StatusCode(status) : Results.Json(SubscriptionJson.Of(subscription, known), statusCode: status);
    }

    private static IResult NoContent(HttpRequest request)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.NoContent();
    }

    internal static Problem Unknown() => new(StatusCodes.Status404NotFound, "not-found", "There is no such subscription", "List yours with GET /api/subscriptions.");
}
