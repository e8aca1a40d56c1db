namespace Tipstaff.Checks;

/// <summary>When a court is to be asked.</summary>
public static class CheckSchedule
{
    /// <summary>How far the clocks of two machines may be apart; what lies further in the future was written before ours was set back.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>When a court is due, by what is stored of it.</summary>
    /// <param name="state">Its state; null when it was never asked.</param>
    /// <param name="every">The time between two checks as it is set now; it may have been longer when the state was stored.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <returns>
    /// A moment in the past for a court that was never asked, or last asked in the future: our clock was set back. The wait after a
    /// failure, which the court may have asked for, stands.
    /// </returns>
    public static DateTimeOffset DueAt(CourtState? state, TimeSpan every, DateTimeOffset now) => state switch
    {
        null or { CheckedAt: null } or { DueAt: null } => DateTimeOffset.MinValue,
        _ when state.CheckedAt > now + ClockSkew => DateTimeOffset.MinValue,
        { Failures: > 0 } => state.DueAt.Value,
        _ => Earlier(state.DueAt.Value, state.CheckedAt.Value + every),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
