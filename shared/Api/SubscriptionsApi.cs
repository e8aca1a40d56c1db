using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tipstaff.Idempotency;
using Tipstaff.Limits;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The subscription routes of the HTTP interface; a head only binds them.</summary>
public sealed class SubscriptionsApi(Subscribe subscribe, AnswerOnce once, EvenAnswers even, RequestLimits limits)
{
    private const string Json = "application/json; charset=utf-8";

    // As the framework writes other answers.
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>POST /api/subscriptions</c>: 202 whether or not the address is known. An <c>Idempotency-Key</c> is honoured for 24 hours.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!JsonBody.IsSent(request))
        {
            return JsonBody.NotSent();
        }

        if (await JsonBody.BytesAsync(request, cancellationToken) is not { } json)
        {
            return new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {SubscriptionRequestBody.MaxBytes} bytes.");
        }

        ClientKey? key = null;
        if (request.Headers.TryGetValue(ClientKey.Field, out var sent) && !ClientKey.TryParse(sent, out key))
        {
            return new Problem(
                StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.",
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    [ClientKey.Field] = $"Send one key of 1 to {ClientKey.MaxLength} printable ASCII characters in quotes, such as a UUID; or leave the header out.",
                });
        }

        if (SubscriptionRequestBody.Read(json, out var errors) is not { } body
            || FollowRequest.Read(body, out errors) is not { } wanted)
        {
            return key is not null && await once.IsOfAnotherBodyAsync(limits.ClientOf(request), key, json, cancellationToken)
                ? KeyReused()
                : new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.", errors);
        }

        if (key is null)
        {
            return Answer(request, await AnswerAsync(wanted, cancellationToken));
        }

        switch (await once.RunAsync(limits.ClientOf(request), key, json, ct => AnswerAsync(wanted, ct), cancellationToken))
        {
            case KeyedOutcome.Answered(var answer):
                return Answer(request, answer);
            case KeyedOutcome.UnderWay(var wait):
                RequestLimits.SetRetryAfter(request.HttpContext.Response, wait);
                return new Problem(
                    StatusCodes.Status409Conflict, "request-under-way", "The same request is being worked on", "Send it again after the time of Retry-After.");
            case KeyedOutcome.OtherBody:
                return KeyReused();
            default:
                throw new UnreachableException();
        }
    }

    private static Problem KeyReused() => new(
        StatusCodes.Status422UnprocessableEntity, "key-reused", "The Idempotency-Key was sent with another body", "Send each request with a key of its own.");

    private async Task<KeptAnswer> AnswerAsync(FollowRequest wanted, CancellationToken cancellationToken) =>
        new(StatusCodes.Status202Accepted, JsonSerializer.Serialize(SubscriptionRequested.Of(await even.RunAsync(ct => subscribe.RunAsync(wanted, ct), cancellationToken)), Options));

    private static IResult Answer(HttpRequest request, KeptAnswer answer)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Content(answer.Json, Json, contentEncoding: null, answer.Status);
    }
}

/// <summary>The answer to a request for alerts. It says the same for a known and an unknown address.</summary>
/// <param name="Status">Always <c>confirmationRequested</c>.</param>
/// <param name="Court">The court's id; null for words in every court.</param>
/// <param name="CourtName">Its name; null with it.</param>
/// <param name="DocketNumber">The docket number as Tipstaff keeps it; null unless a case is followed.</param>
/// <param name="Query">The words as Tipstaff looks for them; null unless words are.</param>
/// <param name="Channel"><c>email</c> or <c>webhook</c>: this answer is kept for an <c>Idempotency-Key</c>, and so repeats no URL.</param>
/// <param name="FeedCovers">The event types that the court's public feed covers (<c>all</c>: all), until its first check as they were last known; null when not known yet.</param>
/// <param name="HasFeed">False when the court publishes no feed: alerts then come only by other ways. True for every court, though some have none.</param>
/// <param name="Message">What happens next, in a sentence.</param>
public sealed record SubscriptionRequested(
    string Status, string? Court, string? CourtName, string? DocketNumber, string? Query, string Channel, string? FeedCovers, bool HasFeed, string Message)
{
    /// <summary>The answer to a request that was taken.</summary>
    public static SubscriptionRequested Of(Requested requested) => new(
        "confirmationRequested",
        requested.Request.Court?.Id.Value,
        requested.Request.Court?.Name,
        requested.Request.Docket?.Value,
        requested.Request.Query?.Value,
        requested.Request.Webhook is null ? FollowRequest.Email : "webhook",
        requested.Coverage ?? requested.Request.Court?.KnownCoverage?.Types,
        requested.Request.Court is null or { Feed: not null },
        requested.Request.Webhook is null
            ? "Alerts begin once the button behind the link in our mail is pressed. One such mail goes out a day at most; its link confirms all that is pending."
            : "Alerts begin once the button behind the link in our mail is pressed, and the webhook has passed its challenge after that. One such mail goes out a day at most; its link confirms all that is pending.");
}
