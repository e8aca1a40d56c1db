using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api.Description;

/// <summary>The courts' and dockets' routes, and the operators' below <c>/api/operations</c>.</summary>
internal static class CourtOperations
{
    private const string Tag = "Courts and dockets";
    private const string Operations = "Operations";

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethods.Get, "/api/courts", "getCourts", "All federal courts, by id.")
        {
            Tag = Tag,
            Parameters = [ApiParameters.IfNoneMatch],
            Answers = [ApiAnswers.Json("The courts.", ApiSamples.Courts).Tagged(), ApiAnswers.NotModified],
        },
        new(HttpMethods.Get, "/api/courts/{id}", "getCourt", "One court: its feed, its health and gaps of the last 7 days.")
        {
            Tag = Tag,
            Parameters = [ApiParameters.CourtId, ApiParameters.IfNoneMatch],
            Answers = [ApiAnswers.Json("The court.", ApiSamples.Court).Tagged(), ApiAnswers.NotModified, UnknownCourt],
        },
        new(HttpMethods.Get, "/api/dockets/{court}/{number}", "getDocket", "What the feeds that were read have shown of a docket, in pages.")
        {
            Tag = Tag,
            Parameters = [ApiParameters.Court, ApiParameters.DocketNumber, .. ApiParameters.Pages, ApiParameters.IfNoneMatch],
            Answers =
            [
                ApiAnswers.Json("A page of its entries, the newest first.", ApiSamples.Docket).Tagged(),
                ApiAnswers.NotModified,
                ApiAnswers.Invalid("This is no docket number, no size of a page or no cursor."),
                ApiAnswers.NotFound("There is no such court, or no entry of the docket is known."),
            ],
        },
        new(HttpMethods.Get, "/api/operations/dead-letters", "getDeadLetters", "What was given up and waits for a person, the newest first, in pages.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Parameters = [.. ApiParameters.Pages, ApiParameters.IfNoneMatch],
            Answers = [ApiAnswers.Json("A page of them.", ApiSamples.DeadLetters).Tagged(), ApiAnswers.NotModified, ApiAnswers.Invalid("This is no size of a page or no cursor.")],
        },
        new(HttpMethods.Post, "/api/operations/replay", "postReplay", "Has all dead letters wait again.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Answers = [ApiAnswers.Json("What waits again.", ApiSamples.Replayed)],
        },
        new(HttpMethods.Post, "/api/operations/replay/{alert}", "postReplayOfAlert", "Has one dead letter wait again.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Parameters = [ApiParameters.Alert],
            Answers = [ApiAnswers.Json("What waits again.", ApiSamples.Replayed), ApiAnswers.Problem(StatusCodes.Status400BadRequest, "This is no key.", "bad-request")],
        },
        new(HttpMethods.Post, "/api/operations/courts/{id}/hold", "postHold", "Nobody asks the court until a moment, 7 days ahead at most.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Parameters = [ApiParameters.CourtId],
            Body = ApiBodies.Json(HoldBody.Fields, """{"minutes":90}"""),
            Answers = [ApiAnswers.Json("The court.", ApiSamples.HeldCourt), UnknownCourt],
        },
        new(HttpMethods.Post, "/api/operations/courts/{id}/release", "postRelease", "Ends the operators' hold, and only that.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Parameters = [ApiParameters.CourtId],
            Answers = [ApiAnswers.Json("The court.", ApiSamples.Court), UnknownCourt],
        },
        new(HttpMethods.Post, "/api/operations/erasures", "postErasure", "Forgets somebody who asked for it by other means than a link of a mail.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Body = ApiBodies.Json(ErasureBody.Fields, """{"email":"ada@example.com"}""", "email"),
            Answers = [ApiAnswers.NoContent("Nothing is stored of them, if anything was.")],
        },
        new(HttpMethods.Get, "/api/operations/migrations", "getMigrations", "How many stored rows are of an older version, and how long it takes to rewrite them.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Answers = [ApiAnswers.Json("What there is to do.", ApiSamples.MigrationEstimate)],
        },
        new(HttpMethods.Post, "/api/operations/migrations", "postMigrations", "Rewrites stored rows of an older version for up to a minute; asked again it goes on.")
        {
            Tag = Operations,
            Asker = ApiAsker.Operator,
            Parameters = [ApiParameters.InsideDeploy],
            Answers = [ApiAnswers.Json("What was done, and what is left; or why a deploy does not wait for it.", ApiSamples.Migration), ApiAnswers.Invalid("The parameter is neither true nor false.")],
        },
    ];

    private static ApiAnswer UnknownCourt => ApiAnswers.NotFound("There is no such court.");
}
