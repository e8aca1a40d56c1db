using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <summary>One line of an orchestration's history. An episode is its start, what came in, and what the orchestrator then asked for.</summary>
internal abstract record HistoryEvent
{
    private HistoryEvent()
    {
    }

    /// <summary>An episode began; the orchestrator's clock shows this until the next.</summary>
    public sealed record EpisodeStarted(DateTime At) : HistoryEvent;

    /// <summary>The orchestrator is to begin.</summary>
    public sealed record ExecutionStarted : HistoryEvent;

    /// <summary>What was asked for under a number has ended: an activity, a timer, a sub-orchestration, an entity's answer or lock.</summary>
    public sealed record TaskEnded(int Id, string? Result = null, TaskFailureDetails? Failure = null) : HistoryEvent;

    /// <summary>An event was raised.</summary>
    public sealed record EventRaised(string Name, string? Payload) : HistoryEvent;

    /// <summary>The orchestrator asked for something.</summary>
    public sealed record Asked(DurableAction Action) : HistoryEvent;
}
