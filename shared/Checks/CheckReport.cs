using Tipstaff.Tracing;

namespace Tipstaff.Checks;

/// <summary>What one check found and wrote, its earlier requests included.</summary>
/// <param name="State">The court's state after it.</param>
/// <param name="NewEntries">Entries recorded for the first time.</param>
/// <param name="RevisedEntries">Known entries with further labels.</param>
/// <param name="Alerts">Alerts written down.</param>
public sealed record CheckReport(CourtState State, int NewEntries, int RevisedEntries, int Alerts)
{
    /// <summary>
    /// Whether the court was not asked, and nothing written, as its circuit breaker is open or operators hold it; at
    /// <see cref="CourtState.DueAt"/> it is worth another look.
    /// </summary>
    public bool IsHeld { get; init; }

    /// <summary>Where the check stands that is to ask again; null when it is over.</summary>
    public CheckProgress? Unfinished { get; init; }
}

/// <summary>Where a check stands after some of its requests: plain, so that whoever waits for the next one can keep it.</summary>
public sealed record CheckProgress
{
    /// <summary>A check that has not asked yet.</summary>
    public static readonly CheckProgress Begun = new();

    /// <summary>How many requests were made.</summary>
    public int Attempts { get; init; }

    /// <summary>When the first of them was begun, UTC; null before it.</summary>
    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>How long to wait before the next one.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>Whether an answer that is no feed was kept: of one check the first is.</summary>
    public bool IsAnswerKept { get; init; }

    /// <summary>Where in its trace the first request stands; null before it.</summary>
    public TraceContext? Trace { get; init; }

    /// <inheritdoc cref="CheckReport.NewEntries"/>
    public int NewEntries { get; init; }

    /// <inheritdoc cref="CheckReport.RevisedEntries"/>
    public int RevisedEntries { get; init; }

    /// <inheritdoc cref="CheckReport.Alerts"/>
    public int Alerts { get; init; }

    /// <summary>After a further request that is to be followed by another.</summary>
    /// <param name="step">What it wrote; null for nothing.</param>
    /// <param name="trouble">What was wrong with its answer.</param>
    /// <param name="wait">How long to wait.</param>
    public CheckProgress After(CourtStep? step, AnswerTrouble trouble, TimeSpan wait) => new()
    {
        Attempts = Attempts + 1,
        BegunAt = BegunAt,
        Wait = wait,
        IsAnswerKept = IsAnswerKept || trouble.Result is CheckResult.Garbled,
        NewEntries = NewEntries + (step?.NewEntries.Count ?? 0),
        RevisedEntries = RevisedEntries + (step?.RevisedEntries.Count ?? 0),
        Alerts = Alerts + (step?.Alerts.Count ?? 0),
        Trace = Trace,
    };

    /// <summary>What the check found and wrote, this last step included.</summary>
    /// <param name="state">The court's state now.</param>
    /// <param name="step">The step; null when nothing was written.</param>
    public CheckReport Report(CourtState state, CourtStep? step = null) => new(
        state,
        NewEntries + (step?.NewEntries.Count ?? 0),
        RevisedEntries + (step?.RevisedEntries.Count ?? 0),
        Alerts + (step?.Alerts.Count ?? 0));
}
