namespace Tipstaff.Checks;

/// <summary>When a court is to be asked.</summary>
public static class CheckSchedule
{
    /// <summary>When a court is due, by what is stored of it.</summary>
    /// <param name="state">Its state; null when it was never asked.</param>
    /// <param name="every">The time between two checks as it is set now; it may have been longer when the state was stored.</param>
    /// <returns>A moment in the past for a court that was never asked. The wait after a failure, which the court may have asked for, stands.</returns>
    public static DateTimeOffset DueAt(CourtState? state, TimeSpan every) => state switch
    {
        null or { CheckedAt: null } or { DueAt: null } => DateTimeOffset.MinValue,
        { Failures: > 0 } => state.DueAt.Value,
        _ => Earlier(state.DueAt.Value, state.CheckedAt.Value + every),
    };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
