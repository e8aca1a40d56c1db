using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Mail;

namespace Tipstaff.Api;

/// <summary>A court as the API tells it to anybody; times are UTC.</summary>
public sealed record CourtJson
{
    /// <summary>How long a gap is told after it was found.</summary>
    internal static readonly TimeSpan GapsToldFor = TimeSpan.FromDays(7);

    private const int MaxCoverage = 2_000;

    /// <summary>CM/ECF's id.</summary>
    public required string Id { get; init; }

    /// <summary>The full name.</summary>
    public required string Name { get; init; }

    /// <summary><c>district</c>, <c>bankruptcy</c>, <c>appellate</c> or <c>national</c>.</summary>
    public required CourtKind Kind { get; init; }

    /// <summary>The IANA id of the zone in which its people read the clock.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Whether it publishes a feed.</summary>
    public required bool HasFeed { get; init; }

    /// <summary>The event types that its feed covers, as the court lists them (<c>all</c>: all), until its first check as they were last known; null when not known yet.</summary>
    public string? FeedCovers { get; init; }

    /// <summary>A docket number in the form that the court writes; null where that is not known.</summary>
    public string? DocketNumberSample { get; init; }

    /// <summary><c>ok</c>, <c>failing</c>, <c>held</c>, <c>neverAsked</c> or <c>knownOutage</c>.</summary>
    public required CourtHealth Health { get; init; }

    /// <summary>Until when it is not asked; null when nothing holds it.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>When the known outage ends that it is in; null for none.</summary>
    public DateTimeOffset? OutageUntil { get; init; }

    /// <summary>When it was last asked; null for never.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When that last went well; null for never.</summary>
    public DateTimeOffset? GoodAt { get; init; }

    /// <summary>The gaps found in the last 7 days, the oldest first.</summary>
    public required IReadOnlyList<GapJson> Gaps { get; init; }

    /// <summary>What is told of a court.</summary>
    /// <param name="court">The court.</param>
    /// <param name="state">Its state; null when it was never asked.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static CourtJson Of(Court court, CourtState? state, DateTimeOffset now) => new()
    {
        Id = court.Id.Value,
        Name = court.Name,
        Kind = court.Kind,
        TimeZone = court.TimeZone.Id,
        HasFeed = court.Feed is not null,
        FeedCovers = CourtText.Clean(state?.Coverage ?? court.KnownCoverage?.Types, MaxCoverage) is { Length: > 0 } covers ? covers : null,
        DocketNumberSample = court.DocketNumberSample?.Value,
        Health = CourtHealthReading.Of(court, state, now),
        HeldUntil = CourtHealthReading.HeldUntil(state, now),
        OutageUntil = CourtHealthReading.OutageUntil(court, now),
        CheckedAt = state?.CheckedAt,
        GoodAt = state?.GoodAt,
        Gaps = GapJson.OfLate(state, now),
    };
}

/// <summary>All courts.</summary>
/// <param name="Courts">By id.</param>
public sealed record CourtListJson(IReadOnlyList<CourtJson> Courts);

/// <summary>A span of time in which entries of a court may have been missed; UTC.</summary>
/// <param name="From">Its begin.</param>
/// <param name="Until">Its end.</param>
/// <param name="FoundAt">When it was found.</param>
public sealed record GapJson(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset FoundAt)
{
    /// <summary>Those of the last 7 days, the oldest first.</summary>
    internal static IReadOnlyList<GapJson> OfLate(CourtState? state, DateTimeOffset now) =>
        [.. (state?.Window ?? FeedWindow.New).Gaps.Where(gap => gap.FoundAt >= now - CourtJson.GapsToldFor).Select(gap => new GapJson(gap.From, gap.Until, gap.FoundAt))];
}
