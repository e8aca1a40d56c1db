using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api.Description;

/// <summary><c>/api/subscriptions</c> and <c>/api/subscribers/me</c>.</summary>
internal static class SubscriptionOperations
{
    private const string Tag = "Subscriptions";

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethods.Post, "/api/subscriptions", "postSubscription", "Asks for alerts of a case, a whole court, or words.")
        {
            Tag = Tag,
            Parameters = [ApiParameters.IdempotencyKey],
            Body = ApiBodies.Json(SubscriptionRequestBody.Fields, """{"email":"ada@example.com","court":"nysd","docketNumber":"1:24-cv-01234"}""", "email"),
            Answers =
            [
                ApiAnswers.Json("Taken, whether or not the address is known; a confirmation goes out, one an address and day at most.", ApiSamples.Requested, StatusCodes.Status202Accepted),
                ApiAnswers.Problem(StatusCodes.Status409Conflict, "The same Idempotency-Key is being worked on.", "request-under-way") with { Headers = [ApiHeaders.RetryAfter] },
                ApiAnswers.Problem(StatusCodes.Status422UnprocessableEntity, "The Idempotency-Key was sent with another body.", "key-reused"),
            ],
        },
        new(HttpMethods.Get, "/api/subscriptions", "getSubscriptions", "The owner's subscriptions, the oldest first, in pages.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [.. ApiParameters.Pages, ApiParameters.IfNoneMatch],
            Answers = [ApiAnswers.Json("A page of them.", ApiSamples.Subscriptions).Tagged(), ApiAnswers.NotModified],
        },
        new(HttpMethods.Get, "/api/subscriptions/{id}", "getSubscription", "One subscription of the owner.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [ApiParameters.SubscriptionId, ApiParameters.IfNoneMatch],
            Answers = [ApiAnswers.Json("It.", ApiSamples.Subscription).Tagged(), ApiAnswers.NotModified, Unknown],
        },
        new(HttpMethods.Patch, "/api/subscriptions/{id}", "patchSubscription", "Changes cadence and filters, pauses or resumes; what is left out stays.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [ApiParameters.SubscriptionId, ApiParameters.IfMatch],
            Body = ApiBodies.Json(SubscriptionChangeBody.Fields, """{"cadence":"daily","digestHour":7,"exclude":["notice of appearance"],"paused":false}"""),
            Answers =
            [
                ApiAnswers.Json("It, as it is now.", ApiSamples.Subscription).Tagged(),
                Unknown,
                ApiAnswers.Problem(StatusCodes.Status409Conflict, "It has ended.", "ended"),
                Changed,
            ],
        },
        new(HttpMethods.Delete, "/api/subscriptions/{id}", "deleteSubscription", "Ends it, with what is queued for it. Twice is once.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [ApiParameters.SubscriptionId, ApiParameters.IfMatch],
            Answers = [ApiAnswers.NoContent("Ended."), Unknown, Changed],
        },
        new(HttpMethods.Post, "/api/subscriptions/{id}/challenge", "postChallenge", "Has the URL of a webhook challenged, and waits for its answer.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [ApiParameters.SubscriptionId],
            Answers =
            [
                ApiAnswers.Json("Passed: entries are told from now on.", ApiSamples.Hooked),
                Unknown,
                ApiAnswers.Problem(StatusCodes.Status409Conflict, "There is no secret yet, or no webhook that could be used.", "no-secret", "no-webhook"),
                ApiAnswers.Problem(StatusCodes.Status422UnprocessableEntity, "The URL did not pass; detail says why.", "challenge-failed"),
            ],
        },
        new(HttpMethods.Post, "/api/subscriptions/{id}/secret", "postSecret", "Makes a new secret for the URL of a webhook, told this once.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Parameters = [ApiParameters.SubscriptionId],
            Answers =
            [
                ApiAnswers.Json("The secret.", ApiSamples.Secret),
                Unknown,
                ApiAnswers.Problem(StatusCodes.Status409Conflict, "There is no webhook that could be used, or there are too many.", "no-webhook", "too-many-webhooks"),
            ],
        },
        new(HttpMethods.Get, "/api/subscribers/me/export", "getExport", "All that is stored of whoever asks, as one file.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Answers = [ApiAnswers.Json("The file.", ApiSamples.Export) with { Headers = [ApiHeaders.Disposition] }],
        },
        new(HttpMethods.Delete, "/api/subscribers/me", "deleteSubscriber", "Forgets whoever asks: address, subscriptions, and alerts queued and past.")
        {
            Tag = Tag,
            Asker = ApiAsker.Subscriber,
            Answers = [ApiAnswers.NoContent("Forgotten, now or before.")],
        },
    ];

    private static ApiAnswer Unknown => ApiAnswers.NotFound("There is no such subscription of whoever asks.");

    private static ApiAnswer Changed => ApiAnswers.Problem(StatusCodes.Status412PreconditionFailed, "It is not as If-Match knows it.", "changed-meanwhile");
}
