using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>Reads how a court stands from its two rows: that in the list of courts, and the head of its partition.</summary>
internal sealed class CourtReader(TableSet tables, CourtSnapshots snapshots, StepJournal journal, Whereabouts whereabouts)
{
    /// <summary>How a court stands now; what a step left unfinished is finished first.</summary>
    public async Task<CourtSnapshot> ReadAsync(CourtId court, CancellationToken cancellationToken)
    {
        while (true)
        {
            var listed = tables.Courts.FindAsync(TableKeys.Courts, court.Value, cancellationToken);
            var headed = tables.Dockets.FindAsync(court.Value, TableKeys.Head, cancellationToken, HeadRow.StateNames);
            await Task.WhenAll(listed, headed);
            var row = await listed is { } found ? CourtRow.Of(found) : null;
            var head = await headed is { } one ? HeadRow.Of(one) : null;
            if (head is { Pending.Length: > 0 })
            {
                await journal.FinishAsync(court, cancellationToken);
                continue;
            }

            if (row is not null)
            {
                whereabouts.NoteListed(court);
            }

            var snapshot = Of(row, head);
            snapshots.Remember(court, snapshot);
            return snapshot;
        }
    }

    /// <summary>The whole head row, with the entries known; null when there is none. What is unfinished is finished first.</summary>
    public async Task<HeadRow?> ReadHeadAsync(CourtId court, CancellationToken cancellationToken)
    {
        while (await tables.Dockets.FindAsync(court.Value, TableKeys.Head, cancellationToken) is { } row)
        {
            var head = HeadRow.Of(row);
            if (head.Pending.Length == 0)
            {
                snapshots.Remember(court, head);
                return head;
            }

            await journal.FinishAsync(court, cancellationToken);
        }

        return null;
    }

    /// <summary>The version under which the state of a head is found that was not copied to the list: no version means two states.</summary>
    public static long VersionAfter(CourtRow? row, HeadRow head) => row is null || row.Version < head.Version ? head.Version : row.Version + 1;

    // A step was written to the head and not copied to the list, or the list goes on from there.
    private static CourtSnapshot Of(CourtRow? row, HeadRow? head)
    {
        if (head is null || row?.Head >= head.Version)
        {
            return new(row?.State, row?.Version ?? 0, row?.Head ?? 0, row?.ETag);
        }

        var version = VersionAfter(row, head);
        return new(head.State with { Version = version }, version, head.Version, row?.ETag, IsUncopied: true);
    }
}
