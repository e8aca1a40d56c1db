using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The courts, their entries, and who was told of what, in tables.</summary>
/// <remarks>
/// Operations: an unchanged check whose state came with its message 1. One with content: looking up a feed 1 (and 1 for each entry
/// that is not among the newest known), the step 1, the copy of the state 1; besides, per docket and document what is looked up.
/// </remarks>
internal sealed class TableDockets(
    TableSet tables, CourtSnapshots snapshots, CourtReader reader, CourtWriter writer, WriteMarks marks, TimeProvider clock, ILogger<TableDockets> logger) : IDockets
{
    /// <inheritdoc/>
    public async Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken)
    {
        if (snapshots.TakePrimed(court) is not { } primed)
        {
            return (await reader.ReadAsync(court, cancellationToken)).State;
        }

        snapshots.Remember(court, primed);
        return primed.State;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken) =>
        [.. (await ListSnapshotsAsync(cancellationToken)).Select(listed => listed.State)];

    /// <summary>The states of all courts ever asked, with what a check's queue message carries so that the check reads nothing.</summary>
    public async Task<IReadOnlyList<ListedCourt>> ListSnapshotsAsync(CancellationToken cancellationToken)
    {
        var rows = await tables.Courts.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Courts}"), cancellationToken);
        return [.. rows.Select(TryRead).Where(row => row?.State is not null).Select(row => new ListedCourt(row!.State!, row.Head, row.ETag))];
    }

    // One court's damaged row must not keep all others from being checked; its own check says what is wrong.
    private CourtRow? TryRead(TableEntity row)
    {
        try
        {
            return CourtRow.Of(row);
        }
        catch (StorageException fault)
        {
            logger.CourtRowUnreadable(row.RowKey, fault);
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken)
    {
        var found = new Dictionary<EntryIdentity, IReadOnlyList<string>>();
        if (identities.Count == 0 || await reader.ReadHeadAsync(court, cancellationToken) is not { Known: { } known })
        {
            return found;
        }

        var others = new List<EntryIdentity>();
        foreach (var identity in identities.Distinct())
        {
            if (known.LabelsOf(identity) is { } labels)
            {
                found.Add(identity, labels);
            }
            else if (!known.IsAll)
            {
                others.Add(identity);
            }
        }

        var rows = await tables.Dockets.FindAllAsync(court.Value, others.ConvertAll(TableKeys.Entry), cancellationToken);
        for (var at = 0; at < others.Count; at++)
        {
            if (rows[at] is { } row)
            {
                found.Add(others[at], EntryRows.Labels(row));
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken)
    {
        var told = await Bounded.RunAsync([.. documents.Distinct()], async document =>
            (await tables.Dockets.ListAsync(court.Value, KeyRange.Of(TableKeys.Told(document)), cancellationToken))
                .ConvertAll(row => new ToldDocument(SubscriberId.Parse(row.RowKey.Split('|')[2]), document, row.GetString("Case"))));
        return told.SelectMany(one => one).ToHashSet();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, int maxPerDocket, CancellationToken cancellationToken)
    {
        var known = await Bounded.RunAsync([.. dockets.Distinct()], async docket =>
            (await tables.Dockets.ListAsync(court.Value, TableKeys.Numbered(docket), cancellationToken, maxPerDocket, ["Number", "At"]))
                .ConvertAll(row => new KnownNumber(docket, row.GetInt32("Number") ?? 0, MessageRow.Instant(row.GetInt64("At") ?? 0))));
        return [.. known.SelectMany(one => one)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken)
    {
        var rows = await tables.Dockets.FindAllAsync(court.Value, [.. subscriptions.Distinct().Select(TableKeys.Notes)], cancellationToken);
        return rows.OfType<TableEntity>().Select(VersionedRows.Read<ToldNotes>).ToDictionary(told => told.Subscription);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Thrown when something in the step is of another court: it would stand in a wrong partition.</exception>
    public Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken)
    {
        var courts = step.NewEntries.Concat(step.RevisedEntries).Select(entry => entry.Court).Concat(step.Alerts.Select(alert => alert.Court));
        return courts.FirstOrDefault(court => court != step.State.Court) is { } other
            ? Task.FromException<bool>(new ArgumentException($"A step of {step.State.Court} holds something of {other}.", nameof(step)))
            : writer.TryWriteAsync(step, step.SeenAt ?? step.State.CheckedAt ?? clock.GetUtcNow(), cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken)
    {
        var courts = await tables.Courts.ListAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Courts}"), cancellationToken, select: RecentEntries.Names);
        var lines = courts.Where(row => row.RowKey != CanaryCourt.Id.Value).SelectMany(row => (RecentEntries.Read(row)?.Lines ?? []).Select(line => (Court: row.RowKey, Line: line)))
            .OrderByDescending(one => one.Line.Seen).ThenByDescending(one => one.Line.Entered).ThenBy(one => one.Line.Added).Take(max).ToList();
        var rows = await Bounded.RunAsync(lines, one => tables.Dockets.FindAsync(one.Court, one.Line.Key, cancellationToken));
        return [.. rows.OfType<TableEntity>().Select(row => EntryRows.OfLine(row).Entry)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DocketEntry>> OfDocketAsync(CourtId court, DocketNumber docket, CancellationToken cancellationToken)
    {
        var lines = await tables.Dockets.ListAsync(court.Value, KeyRange.Of(TableKeys.Docket(docket)), cancellationToken);
        return
        [
            .. lines.Select(EntryRows.OfLine).OrderBy(line => line.At).ThenBy(line => line.Entry.Sequence?.Length ?? 0)
                .ThenBy(line => line.Entry.Sequence, StringComparer.Ordinal).ThenBy(line => line.Added).Select(line => line.Entry),
        ];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken)
    {
        var courts = await ListCourtsAsync(cancellationToken);
        return await new UnreadableRows(tables, marks).NewestAsync([.. courts.Select(state => state.Court)], max, cancellationToken);
    }
}

/// <summary>A court as the list of courts has it: what a check's queue message carries.</summary>
/// <param name="State">Its state.</param>
/// <param name="Head">Which head that state builds on.</param>
/// <param name="Tag">The ETag of its row.</param>
internal sealed record ListedCourt(CourtState State, long Head, ETag Tag);
