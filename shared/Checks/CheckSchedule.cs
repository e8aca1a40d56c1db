using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>When a court is to be asked.</summary>
public static class CheckSchedule
{
    /// <summary>How long after the last news a court may be left alone at night.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromHours(2);

    /// <summary>The time between two checks of a court that sleeps.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(30);

    /// <summary>How far the clocks of two machines may be apart; what lies further in the future was written before our clock was set back.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private const int NightFrom = 22;
    private const int NightTo = 6;

    /// <summary>When a court is due, by what is stored of it.</summary>
    /// <param name="state">Its state; null when it was never asked.</param>
    /// <param name="pace">How it is asked now; it may have been asked otherwise when the state was stored.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <returns>
    /// A moment in the past for a court that was never asked, or last asked in the future: our clock was set back. The wait after a
    /// failure, which the court may have asked for, stands.
    /// </returns>
    public static DateTimeOffset DueAt(CourtState? state, CheckPace pace, DateTimeOffset now) => state switch
    {
        { PausedUntil: { } paused } when state.IsPausedAt(now) => paused,
        null or { CheckedAt: null } or { DueAt: null } => DateTimeOffset.MinValue,
        _ when state.CheckedAt > now + ClockSkew => DateTimeOffset.MinValue,
        { HeldUntil: { } held } when held > now && held <= now + HoldCourt.Longest => held,
        { Failures: > 0 } => state.DueAt.Value,
        _ => Earlier(state.DueAt.Value, NextAsk(state.Court, state.Rhythm, state.CheckedAt.Value, pace).At),
    };

    /// <summary>The state after a good check, with what it taught of the court's rhythm, and due as that goes.</summary>
    /// <param name="after">The state after the check.</param>
    /// <param name="before">The state before it.</param>
    /// <param name="pace">How the court is asked.</param>
    /// <param name="now">The moment of the check, UTC.</param>
    public static CourtState Paced(this CourtState after, CourtState before, CheckPace pace, DateTimeOffset now)
    {
        var check = new RebuildCheck(
            now,
            after.BuiltAt,
            before.GoodAt,
            HasNews: after.Result is CheckResult.NewEntries,
            IsOnTime: before.Failures == 0 && now - before.DueAt < pace.Every);
        var rhythm = before.Rhythm.AfterCheck(check, pace.Every);
        var (due, isResting) = NextAsk(after.Court, rhythm, now, pace);
        return after with { Rhythm = rhythm with { IsResting = isResting }, DueAt = due };
    }

    private static (DateTimeOffset At, bool IsResting) NextAsk(CourtId court, LearntRhythm rhythm, DateTimeOffset checkedAt, CheckPace pace)
    {
        if (pace.IsSteady)
        {
            return (checkedAt + pace.Every, false);
        }

        var due = rhythm.NextAsk(checkedAt, pace.Every);
        var rested = checkedAt + Rest;
        return due < rested && checkedAt - rhythm.NewsAt >= QuietFor && IsNight(court, checkedAt) && IsNight(court, rested) ? (rested, true) : (due, false);
    }

    private static bool IsNight(CourtId court, DateTimeOffset moment)
    {
        var zone = CourtDirectory.Default.TryFind(court.Value, out var known) ? known.TimeZone : CourtTime.Eastern;
        return TimeZoneInfo.ConvertTime(moment, zone).Hour is >= NightFrom or < NightTo;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

/// <summary>How often a court is asked.</summary>
/// <param name="Every">The shortest time between two checks.</param>
/// <param name="IsSteady">Whether it is the only one: no rhythm is followed.</param>
public readonly record struct CheckPace(TimeSpan Every, bool IsSteady = false);
