using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <summary>What an episode came to.</summary>
/// <param name="Asked">What the orchestrator asked for in it, in order.</param>
/// <param name="CustomStatus">What it shows to queries, JSON.</param>
internal abstract record EpisodeOutcome(IReadOnlyList<DurableAction> Asked, string? CustomStatus)
{
    /// <summary>It waits for what it asked for.</summary>
    public sealed record Waiting(IReadOnlyList<DurableAction> Asked, string? CustomStatus) : EpisodeOutcome(Asked, CustomStatus);

    /// <summary>It waits for something that is no task of the context: for ever.</summary>
    public sealed record Stuck(IReadOnlyList<DurableAction> Asked, string? CustomStatus) : EpisodeOutcome(Asked, CustomStatus);

    /// <summary>It returned.</summary>
    public sealed record Completed(IReadOnlyList<DurableAction> Asked, string? CustomStatus, string? Output)
        : EpisodeOutcome(Asked, CustomStatus);

    /// <summary>It threw, or did not do what its history says.</summary>
    public sealed record Failed(IReadOnlyList<DurableAction> Asked, string? CustomStatus, TaskFailureDetails Failure)
        : EpisodeOutcome(Asked, CustomStatus);

    /// <summary>It begins anew.</summary>
    public sealed record Anew(
        IReadOnlyList<DurableAction> Asked, string? CustomStatus, string? Input, string? Version, IReadOnlyList<HistoryEvent> Kept)
        : EpisodeOutcome(Asked, CustomStatus);
}
