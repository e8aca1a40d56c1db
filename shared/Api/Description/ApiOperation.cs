using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary>One method of one route, as the OpenAPI document tells it.</summary>
/// <param name="Method">The HTTP method, in upper case.</param>
/// <param name="Path">The path as it is bound, with <c>{names}</c> in it; a part that may be left out makes two operations.</param>
/// <param name="Id">Its name among the operations, as a generated client has it. It never changes.</param>
/// <param name="Summary">What it does, in a sentence.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary)
{
    /// <summary>The chapter of the document.</summary>
    public required string Tag { get; init; }

    /// <summary>Who may ask, which brings answers and parameters of its own along.</summary>
    public ApiAsker Asker { get; init; }

    /// <summary>Whether it counts against the limits of a client.</summary>
    public bool IsLimited { get; init; } = true;

    /// <summary>Parameters of path, query and headers.</summary>
    public IReadOnlyList<OpenApiParameter> Parameters { get; init; } = [];

    /// <summary>What is sent; null for nothing.</summary>
    public ApiBody? Body { get; init; }

    /// <summary>The answers that are its own, beside those of everybody who asks so.</summary>
    public IReadOnlyList<ApiAnswer> Answers { get; init; } = [];

    /// <summary>Whether it is for programs, which get problems, and not pages, as errors.</summary>
    public bool IsForPrograms => Path.StartsWith("/api/", StringComparison.Ordinal);

    /// <summary>All parameters.</summary>
    public IEnumerable<OpenApiParameter> AllParameters => Asker is ApiAsker.Subscriber ? Parameters.Append(ApiParameters.Subscriber) : Parameters;

    /// <summary>All answers, by status; the one for any other comes last.</summary>
    public IReadOnlyList<ApiAnswer> AllAnswers =>
    [
        .. Answers
            .Concat(Asker switch
            {
                ApiAsker.Subscriber => ApiAnswers.OfSubscribers,
                ApiAsker.Signer => ApiAnswers.OfSigners,
                ApiAsker.Operator => ApiAnswers.OfOperators,
                _ => [],
            })
            .Concat(Body is { MediaType: ApiBody.Json } ? ApiAnswers.OfJsonBodies : [])
            .Concat(IsLimited ? [ApiAnswers.TooMany(IsForPrograms)] : [])
            .Append(ApiAnswers.Other(IsForPrograms))
            .GroupBy(answer => answer.Status)
            .Select(same => same.Aggregate((one, other) => one.With(other)))
            .OrderBy(answer => answer.Status is 0 ? int.MaxValue : answer.Status),
    ];

    /// <summary>The same as <c>HEAD</c>: the headers that GET would have, without the body.</summary>
    public ApiOperation AsHead() => this with
    {
        Method = HttpMethods.Head,
        Id = $"head{Id["get".Length..]}",
        Summary = $"As GET, without the body: {char.ToLowerInvariant(Summary[0])}{Summary[1..]}",
    };
}

/// <summary>Who may ask.</summary>
internal enum ApiAsker
{
    /// <summary>Anybody.</summary>
    Anybody,

    /// <summary>The owner of subscriptions, by the manage token or a signature.</summary>
    Subscriber,

    /// <summary>A program that signs its request, with a key of the scope.</summary>
    Signer,

    /// <summary>Whoever runs the installation.</summary>
    Operator,
}

/// <summary>What a request sends.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Schema">What may be in it.</param>
/// <param name="Sample">One as it should be, JSON; a form's fields as an object.</param>
internal sealed record ApiBody(string MediaType, OpenApiSchema Schema, string Sample)
{
    /// <summary>JSON, sent with <c>Content-Type: application/json</c>.</summary>
    public const string Json = "application/json";

    /// <summary>The form of a page.</summary>
    public const string Form = "application/x-www-form-urlencoded";
}
