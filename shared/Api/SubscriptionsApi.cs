using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The subscription routes of the HTTP interface; a head only binds them.</summary>
public sealed class SubscriptionsApi(Subscribe subscribe)
{
    /// <summary><c>POST /api/subscriptions</c>: 202 whether or not the address is known.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is not sent as JSON", "Send the header Content-Type: application/json.");
        }

        if (await JsonBody.BytesAsync(request, cancellationToken) is not { } json)
        {
            return new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {SubscriptionRequestBody.MaxBytes} bytes.");
        }

        if (SubscriptionRequestBody.Read(json, out var errors) is not { } body
            || FollowRequest.Read(body, out errors) is not { } wanted)
        {
            return new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.", errors);
        }

        var requested = await subscribe.RunAsync(wanted, cancellationToken);
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Json(SubscriptionRequested.Of(requested), statusCode: StatusCodes.Status202Accepted);
    }
}

/// <summary>The answer to a request for alerts. It says the same for a known and an unknown address.</summary>
/// <param name="Status">Always <c>confirmationRequested</c>.</param>
/// <param name="Court">The court's id; null for words in every court.</param>
/// <param name="CourtName">Its name; null with it.</param>
/// <param name="DocketNumber">The docket number as Tipstaff keeps it; null unless a case is followed.</param>
/// <param name="Query">The words as Tipstaff looks for them; null unless words are.</param>
/// <param name="FeedCovers">The event types that the court's public feed covers (<c>all</c>: all); null when not known yet.</param>
/// <param name="HasFeed">False when the court publishes no feed: alerts then come only by other ways. True for every court, though some have none.</param>
/// <param name="Message">What happens next, in a sentence.</param>
public sealed record SubscriptionRequested(
    string Status, string? Court, string? CourtName, string? DocketNumber, string? Query, string? FeedCovers, bool HasFeed, string Message)
{
    /// <summary>The answer to a request that was taken.</summary>
    public static SubscriptionRequested Of(Requested requested) => new(
        "confirmationRequested",
        requested.Request.Court?.Id.Value,
        requested.Request.Court?.Name,
        requested.Request.Docket?.Value,
        requested.Request.Query?.Value,
        requested.Coverage,
        requested.Request.Court is null or { Feed: not null },
        "Alerts begin once the button behind the link in our mail is pressed. One such mail goes out a day at most; its link confirms all that is pending.");
}
