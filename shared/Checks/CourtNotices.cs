using System.Globalization;
using Tipstaff.Breakers;
using Tipstaff.Courts;
using Tipstaff.Operators;

namespace Tipstaff.Checks;

/// <summary>What operators are told of a court in trouble.</summary>
internal static class CourtNotices
{
    /// <param name="state">The court, its breaker open.</param>
    /// <param name="since">When the breaker opened, UTC: this outage, told once.</param>
    /// <param name="options">When it opens.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static OperatorNotice InTrouble(CourtState state, DateTimeOffset since, BreakerOptions options, DateTimeOffset now)
    {
        var failed = state.Breaker.FailuresInARow >= options.FailuresInARow
            ? $"{state.Failures} failed checks in a row"
            : $"{state.Breaker.FailuresAmong(options.Window)} of its last {options.Window} checks failed";
        var good = state.GoodAt is { } at ? $"was last read at {Utc(at)}" : "was never read";
        return OperatorNotice.Of(
            NoticeKind.CourtInTrouble,
            About(state.Court, since),
            now,
            $"{state.Court} has been in trouble since {Utc(since)}, {failed}; its feed {good}. The last answer: {state.Trouble}. "
            + $"It is asked again at {Utc(state.DueAt ?? now)}, and its followers then get what is new. If this lasts, look at its feed in a browser: "
            + "the court may be down, or its feed may have moved.",
            state.Court);
    }

    /// <param name="court">The court.</param>
    /// <param name="since">The outage that operators were told of.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static OperatorNotice IsBack(CourtId court, DateTimeOffset since, DateTimeOffset now) => OperatorNotice.Of(
        NoticeKind.CourtIsBack,
        About(court, since),
        now,
        $"{court} is back: its feed was read at {Utc(now)}, after trouble since {Utc(since)}. Nothing is to be done.",
        court);

    /// <param name="court">The court.</param>
    /// <param name="until">Until when operators hold it, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static OperatorNotice Held(CourtId court, DateTimeOffset until, DateTimeOffset now) => OperatorNotice.Of(
        NoticeKind.CourtHeld,
        $"{About(court, now)} {until.UtcTicks.ToString(CultureInfo.InvariantCulture)}",
        now,
        $"An operator holds {court}: its feed is not read until {Utc(until)}. Feeds reach back about a day; what a longer hold misses is told as a gap. "
        + $"POST /api/operations/courts/{court}/release ends the hold sooner.",
        court);

    /// <param name="court">The court.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static OperatorNotice Released(CourtId court, DateTimeOffset now) => OperatorNotice.Of(
        NoticeKind.CourtReleased, About(court, now), now, $"An operator has released {court}: its feed is read again from now on. Nothing is to be done.", court);

    private static string About(CourtId court, DateTimeOffset since) => $"{court} {since.UtcTicks.ToString(CultureInfo.InvariantCulture)}";

    private static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
