namespace Tipstaff.StoredData;

/// <summary>Brings rows of the version before to the one written: counted, estimated, done in pieces that may end anywhere and go on later.</summary>
public sealed class MigrateRows(IBackfills store, TimeProvider time)
{
    // Whoever changes rows as fast as they are rewritten does so for a while only.
    private const int MostPasses = 10;

    /// <summary>What there is to do and how long it takes, kind by kind; rewrites some rows as they stand.</summary>
    public async Task<IReadOnlyList<BackfillEstimate>> EstimateAsync(CancellationToken cancellationToken)
    {
        var all = new List<BackfillEstimate>();
        foreach (var kind in store.Kinds)
        {
            var counts = await store.CountAsync(kind, cancellationToken);
            all.Add(new BackfillEstimate(kind, counts, counts.Rows == 0 ? default : await store.MeasureAsync(kind, cancellationToken)));
        }

        return all;
    }

    /// <summary>Why a deploy must not wait for what is left.</summary>
    /// <returns>One sentence that says what to do; null when it may.</returns>
    public async Task<string?> RefusalInsideDeployAsync(CancellationToken cancellationToken) =>
        BackfillEstimate.RefusalInsideDeploy(await EstimateAsync(cancellationToken));

    /// <summary>Rewrites what is left, from where the last run stopped.</summary>
    /// <param name="told">Is told after each piece.</param>
    /// <param name="atMost">After which time no piece is begun any more; null: until nothing is left.</param>
    /// <param name="cancellationToken">Ends it behind the piece under way, which is stored.</param>
    /// <returns>Where each kind stands.</returns>
    public async Task<IReadOnlyList<MigratedKind>> RunAsync(Action<MigratedKind> told, TimeSpan? atMost, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var all = new List<MigratedKind>();
        foreach (var kind in store.Kinds)
        {
            all.Add(await RunAsync(kind, told, () => !cancellationToken.IsCancellationRequested && (atMost is null || time.GetElapsedTime(begun) < atMost)));
        }

        return all;
    }

    /// <summary>Why this program may not take over these rows: some are of a version that it reads no more.</summary>
    /// <returns>One sentence that says what to do; null when nothing would be left behind. Counts only where an old version was dropped.</returns>
    public async Task<string?> RefusalToContractAsync(CancellationToken cancellationToken)
    {
        var counts = new List<(StoredKind, RowCounts)>();
        foreach (var kind in store.Kinds.Where(kind => kind.Oldest >= kind.Writes))
        {
            counts.Add((kind, await store.CountAsync(kind, cancellationToken)));
        }

        return BackfillEstimate.RefusalToContract(counts);
    }

    private async Task<MigratedKind> RunAsync(StoredKind kind, Action<MigratedKind> told, Func<bool> mayGoOn)
    {
        // Not cancelled in the middle of a piece: what it wrote would be looked at again.
        var counts = await store.CountAsync(kind, CancellationToken.None);
        var before = counts.Old;
        var (at, rewritten) = (BackfillCheckpoint.Of(kind, await store.FindAsync(kind, CancellationToken.None)), 0L);
        for (var pass = 0; counts.Old > 0 && pass < MostPasses && mayGoOn(); pass++)
        {
            at = BackfillCheckpoint.Of(kind, at);
            while (!at.IsDone && mayGoOn())
            {
                var next = await store.RunPieceAsync(at, CancellationToken.None);
                rewritten += next.Rewritten - at.Rewritten;
                at = next;
                told(new MigratedKind(kind.Name, counts.Rows, rewritten, Math.Max(0, before - rewritten)));
            }

            counts = await store.CountAsync(kind, CancellationToken.None);
        }

        return new MigratedKind(kind.Name, counts.Rows, rewritten, counts.Old);
    }
}

/// <summary>Where the migration of a kind stands.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rows">How many rows of it there are.</param>
/// <param name="Rewritten">How many this run rewrote.</param>
/// <param name="Left">How many are still of an older version; about, while it runs.</param>
public sealed record MigratedKind(string Kind, long Rows, long Rewritten, long Left);
