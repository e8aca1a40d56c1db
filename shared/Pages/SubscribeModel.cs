using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Pages;

/// <summary>What the form of the first page shows.</summary>
public sealed record SubscribeModel
{
    /// <summary>The form's token.</summary>
    public required string Token { get; init; }

    /// <summary>The courts to choose from.</summary>
    public required IReadOnlyList<CourtChoice> Courts { get; init; }

    /// <summary>What was typed before; empty at first.</summary>
    public TypedSubscription Typed { get; init; } = TypedSubscription.Empty;

    /// <summary>What is wrong with it, by field, a sentence each; empty for nothing.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Something to be said first, such as that everything is made up; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether there is a page <c>/outbox</c>.</summary>
    public bool HasOutbox { get; init; }
}

/// <summary>What was typed into the form of the first page, unread. A null field is empty.</summary>
/// <param name="Email">The address.</param>
/// <param name="Court">The court, by id or name.</param>
/// <param name="DocketNumber">The docket number.</param>
/// <param name="Words">Words or parties to look for.</param>
/// <param name="IsEveryDocket">Whether every docket of the court is wanted.</param>
/// <param name="Cadence">How soon.</param>
/// <param name="Channel">The URL of a webhook.</param>
public sealed record TypedSubscription(
    string? Email, string? Court, string? DocketNumber, string? Words, bool IsEveryDocket, string? Cadence, string? Channel = null)
{
    /// <summary>An empty form.</summary>
    public static readonly TypedSubscription Empty = new(null, null, null, null, IsEveryDocket: false, null);
}

/// <summary>What is said once the form was taken: the same for an address that is known and one that is not.</summary>
/// <param name="Docket">What is to be followed.</param>
/// <param name="Cadence">How soon, in words.</param>
/// <param name="Covers">What the court's feed covers, in a sentence; null where every court is looked through.</param>
/// <param name="HasOutbox">Whether the mail can be read at <c>/outbox</c>.</param>
public sealed record RequestedModel(DocketLine Docket, string Cadence, string? Covers, bool HasOutbox)
{
    /// <summary>The page of a request that was taken.</summary>
    public static RequestedModel Of(Requested requested, bool hasOutbox)
    {
        var (request, coverage) = (requested.Request, requested.Coverage);
        var court = request.Court;
        return new(
            new DocketLine(
                court?.Id.Value ?? "",
                request.Docket?.Value ?? request.Query?.Value ?? "every docket",
                court?.Name ?? "every federal court")
            { To = request.Webhook?.ToString() },
            TermsWords.Pace(request.Terms.Cadence, request.Terms.DigestAt, request.Webhook),
            court is null ? null : CourtChoice.Sentence(court, coverage),
            hasOutbox);
    }
}
