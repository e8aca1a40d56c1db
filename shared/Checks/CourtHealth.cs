using Tipstaff.Breakers;
using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>How a court is doing, as programs are told.</summary>
public enum CourtHealth
{
    /// <summary>No check of it is over yet.</summary>
    NeverAsked,

    /// <summary>Its last check went well.</summary>
    Ok,

    /// <summary>Its last check did not go well; it is asked again.</summary>
    Failing,

    /// <summary>It is not asked for now: its circuit breaker is open, or operators hold it.</summary>
    Held,

    /// <summary>It does not answer, in a span in which it is known to be away.</summary>
    KnownOutage,
}

/// <summary>Tells a court's health from what is stored.</summary>
public static class CourtHealthReading
{
    /// <summary>How a court is doing.</summary>
    /// <param name="court">The court.</param>
    /// <param name="state">Its state; null when it was never asked.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static CourtHealth Of(Court court, CourtState? state, DateTimeOffset now) => state switch
    {
        not null when state.IsPausedAt(now) => CourtHealth.Held,
        null or { Result: CheckResult.None } => CourtHealth.NeverAsked,
        { Result: CheckResult.NewEntries or CheckResult.NothingNew or CheckResult.Unchanged } => CourtHealth.Ok,
        _ when OutageUntil(court, now) is not null => CourtHealth.KnownOutage,
        _ when state.Breaker.At(now) is CircuitState.Open => CourtHealth.Held,
        _ => CourtHealth.Failing,
    };

    /// <summary>Until when the court is not asked, UTC; null when nothing holds it.</summary>
    public static DateTimeOffset? HeldUntil(CourtState? state, DateTimeOffset now) =>
        state?.IsPausedAt(now) is true ? state.PausedUntil
        : state?.Breaker.At(now) is CircuitState.Open ? state.Breaker.OpenUntil
        : null;

    /// <summary>When the known outage ends that the court is in, UTC; null for none.</summary>
    public static DateTimeOffset? OutageUntil(Court court, DateTimeOffset now) =>
        court.Outages.Where(outage => outage.Contains(now)).Select(outage => (DateTimeOffset?)outage.EndsAt(now)).Max();
}
