namespace Tipstaff.Checks;

/// <summary>What Tipstaff has learnt of when a court rebuilds its feed: pure, and stored with the court.</summary>
public sealed record LearntRhythm
{
    /// <summary>How many rebuilds are remembered.</summary>
    public const int MaxSightings = 12;

    // A feed that is older or from the future by more teaches nothing.
    private static readonly TimeSpan FurthestBuild = TimeSpan.FromDays(1);

    // Two servers behind one name may be rebuilt minutes apart; a court that sets its clock right goes further back.
    private static readonly TimeSpan ClockSetBack = TimeSpan.FromHours(1);

    // From the date in the feed to the feed on the web server.
    private static readonly TimeSpan Publication = TimeSpan.FromSeconds(2);

    // A rebuild that is late by an hour may still come at any moment.
    private static readonly TimeSpan LongestOverdueWait = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private const int PeriodsToAProbe = 4;

    // Sooner than half a period, after a rebuild that halves it.
    private const double ProbeBefore = 0.45;

    /// <summary>Of which nothing is known yet.</summary>
    public static readonly LearntRhythm New = new();

    /// <summary>The last rebuilds, the oldest first, each later than the one before by the court's clock.</summary>
    public IReadOnlyList<RebuildSighting> Sightings { get; init; } = [];

    /// <summary>When a check last found a new entry, UTC, or the first check if none has; null before that.</summary>
    public DateTimeOffset? NewsAt { get; init; }

    /// <summary>Whether the next check was put off because the court sleeps: what it finds late says nothing of the rhythm.</summary>
    public bool IsResting { get; init; }

    /// <summary>After a good check.</summary>
    /// <param name="check">What it saw.</param>
    /// <param name="every">The shortest time between two checks.</param>
    /// <returns>With the rebuild, if it is a further one. A rebuild that was seen late shows that the rhythm is another now: it is learnt anew.</returns>
    public LearntRhythm AfterCheck(RebuildCheck check, TimeSpan every)
    {
        var next = this with { NewsAt = check.HasNews ? check.At : NewsAt ?? check.At };
        if (check.BuiltAt is not { } built
            || (check.At - built).Duration() > FurthestBuild
            || (Sightings is [.., var last] && built <= last.BuiltAt && built > last.BuiltAt - ClockSetBack))
        {
            return next;
        }

        var seen = new RebuildSighting(built, check.At, check.NotAt);
        if (Sightings is [] || built <= Sightings[^1].BuiltAt)
        {
            return next with { Sightings = [seen] };
        }

        return next with { Sightings = WithRebuild(seen, check.IsOnTime && !IsResting, every) };
    }

    private IReadOnlyList<RebuildSighting> WithRebuild(RebuildSighting seen, bool isOnTime, TimeSpan every)
    {
        IReadOnlyList<RebuildSighting> all = [.. Sightings, seen];
        var offset = ClockOffset(all);
        if (Stood(seen) <= every * 1.5)
        {
            return [.. all.TakeLast(MaxSightings)];
        }

        // One that came a little early widens the spread; early by far, or again, is another rhythm.
        return !isOnTime ? [.. Sightings.SkipLast(1), seen]
            : Stood(seen) > Forecast()?.Period / 4 || Stood(Sightings[^1]) > every * 1.5 ? [seen]
            : [.. all.TakeLast(MaxSightings)];

        TimeSpan Stood(RebuildSighting sighting) => sighting.SeenAt - sighting.BuiltAt - offset;
    }

    private RebuildForecast? Forecast() => RebuildForecast.Of([.. Sightings.Select(sighting => sighting.BuiltAt)]);

    /// <summary>When to ask next, as the rhythm goes.</summary>
    /// <param name="now">The moment of the last check, UTC.</param>
    /// <param name="every">The shortest time between two checks, and the usual one while nothing is learnt.</param>
    /// <returns>Not before <paramref name="every"/> has passed, and within an hour unless that is longer.</returns>
    public DateTimeOffset NextAsk(DateTimeOffset now, TimeSpan every)
    {
        var soonest = now + every;
        if (Forecast() is not { } forecast || forecast.Period < every * 2)
        {
            return soonest;
        }

        var expected = forecast.At + ClockOffset(Sightings);
        var first = expected + Shorter(forecast.Spread, every - forecast.Spread) + Publication;
        var overdue = now - (expected + forecast.Spread);
        var probe = ProbeAt(forecast, expected);
        var due = now < probe ? Earlier(probe, first)
            : now < first ? first
            : overdue > TimeSpan.Zero ? now + Shorter(overdue / 2, LongestOverdueWait)
            : soonest;
        return Later(soonest, Earlier(due, now + LongestWait));
    }

    /// <inheritdoc/>
    public bool Equals(LearntRhythm? other) =>
        other is not null && NewsAt == other.NewsAt && IsResting == other.IsResting && Sightings.SequenceEqual(other.Sightings);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(NewsAt, IsResting, Sightings.Count);

    // A court that rebuilds twice as often now would be found on time each time: now and then a look in between tells.
    private static DateTimeOffset ProbeAt(RebuildForecast forecast, DateTimeOffset expected) =>
        forecast.At.Ticks / forecast.Period.Ticks % PeriodsToAProbe == 0 ? expected - (forecast.Period * ProbeBefore) : DateTimeOffset.MinValue;

    /// <summary>By how much our clock is ahead of the court's, as far as it must be.</summary>
    /// <remarks>A rebuild appeared after the last check that did not show it, and not after the one that did.</remarks>
    private static TimeSpan ClockOffset(IReadOnlyList<RebuildSighting> sightings)
    {
        var most = sightings.Min(sighting => sighting.SeenAt - sighting.BuiltAt);
        var least = sightings.Max(sighting => sighting.NotAt - sighting.BuiltAt) ?? TimeSpan.MinValue;
        return least > most ? most
            : least <= TimeSpan.Zero && most >= TimeSpan.Zero ? TimeSpan.Zero
            : least == TimeSpan.MinValue ? most
            : (least + most) / 2;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

/// <summary>A rebuild of a court's feed that a check saw.</summary>
/// <param name="BuiltAt">The feed's build date, by the court's clock, UTC.</param>
/// <param name="SeenAt">The check that saw it first, UTC.</param>
/// <param name="NotAt">The good check before, which did not show it yet, UTC; null when there was none.</param>
public sealed record RebuildSighting(DateTimeOffset BuiltAt, DateTimeOffset SeenAt, DateTimeOffset? NotAt);

/// <summary>What a good check says of a court's rhythm.</summary>
/// <param name="At">When it was, UTC.</param>
/// <param name="BuiltAt">The build date that the court's feed has now; null when it never named one.</param>
/// <param name="NotAt">The good check before, UTC; null when there was none.</param>
/// <param name="HasNews">Whether it found a new entry.</param>
/// <param name="IsOnTime">Whether it came when it was due, after a good one: else what it finds late says nothing of the rhythm.</param>
public sealed record RebuildCheck(DateTimeOffset At, DateTimeOffset? BuiltAt, DateTimeOffset? NotAt, bool HasNews, bool IsOnTime);
