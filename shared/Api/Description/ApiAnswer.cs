namespace Tipstaff.Api.Description;

/// <summary>One status with which an operation answers.</summary>
/// <param name="Status">The HTTP status; 0 for any that is not named.</param>
/// <param name="Description">When, in a sentence.</param>
internal sealed record ApiAnswer(int Status, string Description)
{
    /// <summary>What the body may be; empty for none.</summary>
    public IReadOnlyList<ApiContent> Contents { get; init; } = [];

    /// <summary>The types of problem (<see cref="ProblemTypes"/>) that are answered with this status, without their common beginning.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The headers (<see cref="ApiHeaders"/>) that it bears.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The headers that it bears with some bodies, and not with others.</summary>
    public IReadOnlyList<string> SomeHeaders { get; init; } = [];

    /// <summary>The head that alone answers so; null for both.</summary>
    public string? OnlyOn { get; init; }

    /// <summary>This and another reason for the same status, told as one.</summary>
    public ApiAnswer With(ApiAnswer other) => this with
    {
        Description = Description == other.Description ? Description : $"{Description} {other.Description}",
        Contents = [.. Contents.UnionBy(other.Contents, content => content.MediaType)],
        Problems = [.. Problems.Union(other.Problems, StringComparer.Ordinal)],
        Headers = [.. Headers.Union(other.Headers, StringComparer.Ordinal)],
        OnlyOn = OnlyOn == other.OnlyOn ? OnlyOn : null,
    };
}

/// <summary>A body of an answer.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Type">The type that is written as JSON; null for what is no JSON.</param>
/// <param name="Sample">One of that type, or a text, to be shown; null for none.</param>
internal sealed record ApiContent(string MediaType, Type? Type = null, object? Sample = null);
