using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>What crashes left unfinished in the tables.</summary>
public sealed class LeftBehind
{
    private readonly PartitionSweep _sweep;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal LeftBehind(PartitionSweep sweep) => _sweep = sweep;

    /// <summary>Finishes steps that were begun and moves notices to the operators' partition.</summary>
    /// <param name="dueBefore">Messages that were due, and claims that had lapsed, by that moment, UTC.</param>
    /// <param name="max">How many messages at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The keys of the messages that wait without anybody knowing, the longest due first.</returns>
    public async Task<IReadOnlyList<IdempotencyKey>> FinishAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken) =>
        [.. (await _sweep.RunAsync(dueBefore, max, cancellationToken)).Select(due => due.Key)];
}
