using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>What the owner of subscriptions does with them: <c>GET</c>, <c>PATCH</c> and <c>DELETE /api/subscriptions[/ID]</c>.</summary>
/// <remarks>
/// Who asks is told by the manage token of our mails, sent as <c>Authorization: Bearer …</c>: an address bar, a log or a referrer
/// keeps what stands in a URL. Somebody else's subscription is as unknown as one that never was.
/// </remarks>
public sealed class OwnersApi(LinkTokens tokens, ISubscriptions subscriptions, ChangeSubscription change, CourtDirectory courts, TimeProvider time)
{
    private const string Scheme = "Bearer ";
    private const int UsualPage = 50;
    private const int LargestPage = 200;

    /// <summary><c>GET /api/subscriptions?limit=…&amp;cursor=…</c>: the owner's subscriptions, the oldest first, a page at a time.</summary>
    public async Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (OwnerOf(request) is not { } owner)
        {
            return Unauthorized(request);
        }

        var limit = UsualPage;
        if (request.Query["limit"].FirstOrDefault() is { } asked
            && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > LargestPage))
        {
            return Invalid("limit", $"This is no size of a page: send a whole number from 1 to {LargestPage}.");
        }

        SubscriptionId? after = null;
        if (request.Query["cursor"].FirstOrDefault() is { } cursor && !SubscriptionId.TryParse(cursor, provider: null, out after))
        {
            return Invalid("cursor", "This is no cursor: send the next of the page before as it came.");
        }

        // A cursor whose subscription is gone would begin anew, and tell some twice.
        var own = await subscriptions.OfSubscriberAsync(owner, cancellationToken);
        var start = after is null ? 0 : own.TakeWhile(one => one.Id != after).Count() + 1;
        if (start > own.Count)
        {
            return Invalid("cursor", "This cursor leads nowhere any more: begin without one.");
        }

        var page = own.Skip(start).Take(limit).ToList();
        var next = start + page.Count < own.Count ? page[^1].Id.Value : null;
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Json(new SubscriptionListJson([.. page.Select(SubscriptionJson.Of)], next));
    }

    /// <summary><c>GET /api/subscriptions/ID</c>, with an <c>ETag</c>; 304 for one that is known (<c>If-None-Match</c>).</summary>
    public async Task<IResult> GetAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (OwnerOf(request) is not { } owner)
        {
            return Unauthorized(request);
        }

        if (!SubscriptionId.TryParse(id, provider: null, out var wanted)
            || await subscriptions.FindAsync(wanted, cancellationToken) is not { } found || found.Subscriber != owner)
        {
            return Unknown();
        }

        return Answer(request, found, EntityTags.Of(request.Headers.IfNoneMatch)?.Contains(found.Version) is true ? StatusCodes.Status304NotModified : StatusCodes.Status200OK);
    }

    /// <summary><c>PATCH /api/subscriptions/ID</c>: cadence, filters, pause; on condition of <c>If-Match</c> where that is sent.</summary>
    public async Task<IResult> PatchAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (OwnerOf(request) is not { } owner)
        {
            return Unauthorized(request);
        }

        if (!request.HasJsonContentType())
        {
            return new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is not sent as JSON", "Send the header Content-Type: application/json.");
        }

        if (await JsonBody.BytesAsync(request, cancellationToken) is not { } json)
        {
            return new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {JsonBody.MaxBytes} bytes.");
        }

        if (!SubscriptionId.TryParse(id, provider: null, out var wanted)
            || await subscriptions.FindAsync(wanted, cancellationToken) is not { } present || present.Subscriber != owner)
        {
            return Unknown();
        }

        return SubscriptionChangeBody.Read(json, present, courts, out var errors) is { } asked
            ? await ChangeAsync(request, owner, wanted, asked, cancellationToken)
            : new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.", errors);
    }

    /// <summary><c>DELETE /api/subscriptions/ID</c>: ends it, with all that is queued for it. Doing it twice is doing it once.</summary>
    public async Task<IResult> DeleteAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (OwnerOf(request) is not { } owner)
        {
            return Unauthorized(request);
        }

        return SubscriptionId.TryParse(id, provider: null, out var wanted)
            ? await ChangeAsync(request, owner, wanted, new SubscriptionChange { Ends = true }, cancellationToken)
            : Unknown();
    }

    private async Task<IResult> ChangeAsync(
        HttpRequest request, SubscriberId owner, SubscriptionId id, SubscriptionChange asked, CancellationToken cancellationToken) =>
        await change.RunAsync(owner, id, asked, EntityTags.Of(request.Headers.IfMatch), cancellationToken) switch
        {
            ChangeOutcome.Changed(var changed) => asked.Ends ? NoContent(request) : Answer(request, changed, StatusCodes.Status200OK),
            ChangeOutcome.Outdated => new Problem(
                StatusCodes.Status412PreconditionFailed, "changed-meanwhile", "The subscription has changed since you read it", "Read it again, and send the change with its new ETag."),
            ChangeOutcome.Ended => new Problem(
                StatusCodes.Status409Conflict, "ended", "The subscription has ended", "Ask for it again with POST /api/subscriptions, and confirm it."),
            _ => Unknown(),
        };

    internal SubscriberId? OwnerOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && tokens.Read(header[Scheme.Length..].Trim(), LinkPurpose.Manage, time.GetUtcNow()) is LinkReading.Valid valid
            ? SubscriberId.Parse(valid.Subject)
            : null;
    }

    private static IResult Answer(HttpRequest request, Subscription subscription, int status)
    {
        var response = request.HttpContext.Response;
        PageHeaders.AddCommon(response);
        response.Headers.ETag = EntityTags.Of(subscription.Version);
        return status == StatusCodes.Status304NotModified ? Results.StatusCode(status) : Results.Json(SubscriptionJson.Of(subscription), statusCode: status);
    }

    private static IResult NoContent(HttpRequest request)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.NoContent();
    }

    internal static Problem Unauthorized(HttpRequest request)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return new Problem(
            StatusCodes.Status401Unauthorized, "unauthorized", "It is not known who asks",
            "Send the token of the manage link of one of our mails as Authorization: Bearer TOKEN; the link of a newer mail where it has expired.");
    }

    private static Problem Unknown() => new(StatusCodes.Status404NotFound, "not-found", "There is no such subscription", "List yours with GET /api/subscriptions.");

    private static Problem Invalid(string field, string sentence) => new(
        StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.",
        new Dictionary<string, string>(StringComparer.Ordinal) { [field] = sentence });
}
