using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>Writes a check's step.</summary>
/// <remarks>
/// A step without content on an unchanged feed: one conditional write of the court's row in the list of courts. Any other: one
/// transaction in the court's partition, conditional on its head, and then the copy of the state to the list of courts. Reading
/// the head is saved where the check looked up its entries just before. What a crash leaves uncopied the next reader finds in the
/// head. The head alone decides a step with content: what another check wrote to the list meanwhile, without content, is no reason to
/// refuse it, and is overwritten by the copy.
/// </remarks>
internal sealed class CourtWriter(
    TableSet tables,
    CourtSnapshots snapshots,
    CourtReader reader,
    StepPlanner planner,
    StepJournal journal,
    OutboxPartitions partitions,
    NoticeRows notices,
    Whereabouts whereabouts,
    WriteMarks marks,
    ILogger<CourtWriter> logger)
{
    /// <summary>Writes the step on top of the version that was read.</summary>
    /// <returns>False when that version is no longer the stored one, as far as the condition of the step looks; then nothing was written.</returns>
    public async Task<bool> TryWriteAsync(CourtStep step, DateTimeOffset seenAt, CancellationToken cancellationToken)
    {
        var court = step.State.Court;
        var read = snapshots.Find(court, step.State.Version) ?? await reader.ReadAsync(court, cancellationToken);
        var isWritten = read.Version == step.State.Version
            && (HasContent(step) || read.State?.ContentHash != step.State.ContentHash
                ? await TryWriteHeadAsync(step, seenAt, read, cancellationToken)
                : await TryWriteListedAsync(step.State, read, cancellationToken));
        if (!isWritten)
        {
            snapshots.Forget(court);
        }

        return isWritten;
    }

    private static bool HasContent(CourtStep step) => step.HasContent || step.Untold.Count + step.ToldNotes.Count > 0;

    private async Task<bool> TryWriteListedAsync(CourtState state, CourtSnapshot read, CancellationToken cancellationToken)
    {
        var next = state with { Version = state.Version + 1 };
        var row = CourtRow.Entity(next, read.Head, marks.Next());
        if (read.IsUncopied)
        {
            (await reader.ReadHeadAsync(state.Court, cancellationToken))?.Recent?.Write(row);
        }

        if (await TryPutListedAsync(row, read.Tag, cancellationToken) is not { } tag)
        {
            return false;
        }

        snapshots.Remember(state.Court, new CourtSnapshot(next, next.Version, read.Head, tag));
        whereabouts.NoteListed(state.Court);
        return true;
    }

    private async Task<ETag?> TryPutListedAsync(TableEntity row, ETag? read, CancellationToken cancellationToken)
    {
        var tag = read is { } stored
            ? await tables.Courts.TryMergeAsync(row, stored, cancellationToken)
            : await tables.Courts.TryAddAsync(row, cancellationToken);
        return tag ?? (await tables.Courts.FindAsync(row.PartitionKey, row.RowKey, cancellationToken, ["Mark"]) is { } now && now.GetString("Mark") == row.GetString("Mark")
            ? now.ETag
            : null);
    }

    private async Task<bool> TryWriteHeadAsync(CourtStep step, DateTimeOffset seenAt, CourtSnapshot read, CancellationToken cancellationToken)
    {
        var court = step.State.Court;
        var head = snapshots.TakeHead(court, read.Head) ?? await reader.ReadHeadAsync(court, cancellationToken);
        if ((head?.Version ?? 0) != read.Head)
        {
            await RepairAsync(court, head, cancellationToken);
            return false;
        }

        if (read.Tag is null)
        {
            await partitions.ListAsync(court, cancellationToken);
        }

        var next = step.State with { Version = step.State.Version + 1 };
        var plan = await planner.PlanAsync(step, seenAt, head, cancellationToken);
        if (await TryCommitAsync(next, plan, head, cancellationToken) is not { } recent)
        {
            return false;
        }

        foreach (var alert in step.Alerts)
        {
            whereabouts.Note(IdempotencyKey.Of(alert.Id), court.Value);
        }

        await TryCopyAsync(next, recent, read.Tag);
        if (step.Notices.Count > 0)
        {
            await notices.TryMoveAsync(tables.Dockets, court.Value, step.Notices, logger, cancellationToken);
        }

        return true;
    }

    /// <summary>The step's one moment.</summary>
    /// <returns>What the pages are shown; null when another step was faster.</returns>
    private async Task<RecentEntries?> TryCommitAsync(CourtState next, StepPlan plan, HeadRow? head, CancellationToken cancellationToken)
    {
        // First as though all that is added were new, which it nearly always is; then without what is there.
        for (var isChecked = false; ; isChecked = true)
        {
            if (!isChecked && IsLarge(plan))
            {
                continue;
            }

            plan = isChecked ? await planner.WithoutKnownAsync(next.Court, plan, head, cancellationToken) : plan;
            var (mark, recent) = (marks.Next(), plan.Recent(head));
            var isLarge = IsLarge(plan);
            var row = HeadRow.Entity(next, plan.Known(head), recent, mark, isLarge ? mark : "");
            if (isLarge)
            {
                await journal.WriteAsync(next.Court, mark, plan.Units, cancellationToken);
            }

            var written = await tables.Dockets.TrySubmitAsync(
                [
                    head is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, head.ETag),
                    .. isLarge ? [StepJournal.Named(next.Court, mark)] : plan.Units.SelectMany(unit => unit.Writes).Select(write => write.Action),
                ],
                cancellationToken);
            var isOwn = written.IsDone || await tables.Dockets.IsOwnAsync(row, cancellationToken);
            if (isLarge)
            {
                await (isOwn ? journal.FinishAsync(next.Court, cancellationToken) : journal.ClearAsync(next.Court, mark, cancellationToken));
            }

            if (isOwn || isChecked || written.Status != 409)
            {
                return isOwn ? recent : null;
            }
        }
    }

    private static bool IsLarge(StepPlan plan)
    {
        const int HeadBytes = 1_000_000;
        var writes = plan.Units.SelectMany(unit => unit.Writes).ToList();
        return writes.Count + 1 > StepJournal.MaxWrites || writes.Sum(write => write.Bytes) > StepJournal.MaxBytes - HeadBytes;
    }

    // The list of courts goes on from a state that a step has overtaken: the step's state takes its place.
    private async Task RepairAsync(CourtId court, HeadRow? head, CancellationToken cancellationToken)
    {
        if (head is not null)
        {
            await CopyAsync(head.State, head.Recent ?? RecentEntries.None, tag: null, cancellationToken);
        }
    }

    private async Task TryCopyAsync(CourtState state, RecentEntries recent, ETag? tag)
    {
        try
        {
            // The step is written, so that nothing behind it may keep its alerts from the queue.
            await CopyAsync(state, recent, tag, CancellationToken.None);
        }
        catch (Exception fault)
        {
            // The step is written; whoever reads next finds it in the head.
            snapshots.Forget(state.Court);
            logger.CourtRowLeftBehind(state.Court.Value, fault);
        }
    }

    private async Task CopyAsync(CourtState state, RecentEntries recent, ETag? tag, CancellationToken cancellationToken)
    {
        var head = state.Version;
        while (true)
        {
            var row = CourtRow.Entity(state, head, marks.Next());
            recent.Write(row);
            if (tag is { } stored && await TryPutListedAsync(row, stored, cancellationToken) is { } written)
            {
                snapshots.Remember(state.Court, new CourtSnapshot(state, state.Version, head, written));
                return;
            }

            // Another check has written on the state before, or went on from this one already.
            var now = await tables.Courts.FindAsync(TableKeys.Courts, state.Court.Value, cancellationToken) is { } found ? CourtRow.Of(found) : null;
            if (now?.Head >= head)
            {
                return;
            }

            state = state with { Version = Math.Max(head, (now?.Version ?? 0) + (now?.Version >= head ? 1 : 0)) };
            tag = now?.ETag;
            if (tag is null)
            {
                await partitions.ListAsync(state.Court, cancellationToken);
            }
        }
    }
}
