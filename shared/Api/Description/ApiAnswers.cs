using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Tipstaff.Api.Description;

/// <summary>The answers that several operations have.</summary>
internal static class ApiAnswers
{
    /// <summary>The media type of problems.</summary>
    public const string ProblemType = "application/problem+json";

    /// <summary>The media type of pages.</summary>
    public const string PageType = "text/html";

    /// <summary>The head that runs as functions.</summary>
    public const string Azure = "azure";

    /// <summary>The head of one machine.</summary>
    public const string OneMachine = "one-machine";

    /// <summary>What the owner of subscriptions may be answered.</summary>
    public static IReadOnlyList<ApiAnswer> OfSubscribers { get; } =
    [
        Problem(StatusCodes.Status400BadRequest, "A parameter is wrong, or a signed request names no subscriber.", "invalid-request"),
        Problem(StatusCodes.Status401Unauthorized, "It is not known who asks, or the signature is not accepted.", "unauthorized", "signature-refused") with
        {
            Headers = [ApiHeaders.Authenticate],
        },
        Problem(StatusCodes.Status403Forbidden, "The key of the signature may not do this.", "insufficient-scope"),
        Problem(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {JsonBody.MaxBytes} bytes.", "too-large"),
    ];

    /// <summary>What programs that have to sign may be answered.</summary>
    public static IReadOnlyList<ApiAnswer> OfSigners { get; } =
    [
        Problem(StatusCodes.Status401Unauthorized, "The request is not signed, or its signature is not accepted.", "signature-refused") with { Headers = [ApiHeaders.Authenticate] },
        Problem(StatusCodes.Status403Forbidden, "The key of the signature may not do this.", "insufficient-scope"),
    ];

    /// <summary>What everybody who is no operator is answered.</summary>
    public static IReadOnlyList<ApiAnswer> OfOperators { get; } =
    [
        new(StatusCodes.Status401Unauthorized, "On Azure: the key is missing or wrong; answered by the host, without a body.") { OnlyOn = Azure },
        Problem(StatusCodes.Status404NotFound, "On one machine: who asks is no operator.", "not-found") with { OnlyOn = OneMachine },
    ];

    /// <summary>What whoever sends JSON may be answered.</summary>
    public static IReadOnlyList<ApiAnswer> OfJsonBodies { get; } =
    [
        Invalid("A field is missing, unknown or wrong; errors names it."),
        Problem(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {JsonBody.MaxBytes} bytes.", "too-large"),
        Problem(StatusCodes.Status415UnsupportedMediaType, "The body is not sent as JSON.", "unsupported-media-type"),
    ];

    /// <summary>For whoever has it already.</summary>
    public static ApiAnswer NotModified { get; } = new(StatusCodes.Status304NotModified, "It is as If-None-Match knows it.") { Headers = [ApiHeaders.Tag] };

    /// <summary>Done, and nothing to tell.</summary>
    public static ApiAnswer NoContent(string description) => new(StatusCodes.Status204NoContent, description);

    /// <summary>A body of JSON.</summary>
    public static ApiAnswer Json<T>(string description, T sample, int status = StatusCodes.Status200OK)
        where T : notnull =>
        new(status, description) { Contents = [new(ApiBody.Json, typeof(T), sample)] };

    /// <summary>A page for people.</summary>
    public static ApiAnswer Page(string description, int status = StatusCodes.Status200OK) => new(status, description) { Contents = [new(PageType)] };

    /// <summary>An error as programs get it.</summary>
    public static ApiAnswer Problem(int status, string description, params string[] types) =>
        new(status, description) { Contents = [new(ProblemType, typeof(ProblemDetails))], Problems = types };

    /// <summary>400 for a wrong field.</summary>
    public static ApiAnswer Invalid(string description) => Problem(StatusCodes.Status400BadRequest, description, "invalid-request");

    /// <summary>404.</summary>
    public static ApiAnswer NotFound(string description) => Problem(StatusCodes.Status404NotFound, description, "not-found");

    /// <summary>Who asks too often.</summary>
    public static ApiAnswer TooMany(bool isForPrograms) =>
        Error(isForPrograms, StatusCodes.Status429TooManyRequests, "The client asks too often.", "too-many-requests") with { Headers = [ApiHeaders.RetryAfter] };

    /// <summary>Whatever else goes wrong: a request that is no HTTP, one that comes too slowly, a failure of ours.</summary>
    public static ApiAnswer Other(bool isForPrograms) =>
        Error(isForPrograms, status: 0, "Any other error: a request that cannot be read as HTTP (400), that comes too slowly (408), or a failure of ours (500).", "bad-request", "timeout", "too-large", "failed");

    /// <summary>The headers of an answer that has an <c>ETag</c>.</summary>
    public static ApiAnswer Tagged(this ApiAnswer answer) => answer with { Headers = [.. answer.Headers, ApiHeaders.Tag] };

    private static ApiAnswer Error(bool isForPrograms, int status, string description, params string[] problems) =>
        isForPrograms ? Problem(status, description, problems) : Page(description, status);
}
