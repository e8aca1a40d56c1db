using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api.Description;

/// <summary>What tells of the service itself: whether it is up, and this document.</summary>
internal static class HealthOperations
{
    private const string Tag = "The service";

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(HttpMethods.Get, "/health", "getHealth", "Whether store, queue and mail providers can be reached, from looks that are seconds old, and when the canary's last entry arrived.")
        {
            Tag = Tag,
            IsLimited = false,
            Answers =
            [
                ApiAnswers.Json("Nothing is known to be away.", ApiSamples.Health),
                ApiAnswers.Json("A part cannot be reached.", ApiSamples.Down, StatusCodes.Status503ServiceUnavailable),
            ],
        },
        new(HttpMethods.Get, "/health/live", "getLive", "Whether the process answers at all.")
        {
            Tag = Tag,
            IsLimited = false,
            Answers = [new(StatusCodes.Status200OK, "It does.") { Contents = [new("text/plain", Sample: "alive")] }],
        },
        new(HttpMethods.Get, ApiDocument.Path, "getOpenApi", "This document.")
        {
            Tag = Tag,
            Parameters = [ApiParameters.IfNoneMatch],
            Answers = [new ApiAnswer(StatusCodes.Status200OK, "It.") { Contents = [new(ApiBody.Json)] }.Tagged(), ApiAnswers.NotModified],
        },
    ];
}
