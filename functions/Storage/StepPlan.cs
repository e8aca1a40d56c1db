using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>A step's writes to the partition of its court, besides the head row.</summary>
/// <remarks>
/// What the writes hang on (notes, revised entries, marks to take away) is read when the plan is made. All of it is written under
/// the head's condition alone, so that it still stands if the head does.
/// </remarks>
/// <param name="Units">The writes, in the order of the step.</param>
/// <param name="Added">The entries that are new.</param>
/// <param name="Revised">Those that were known, each with the key of its line before.</param>
internal sealed record StepPlan(IReadOnlyList<RowUnit> Units, IReadOnlyList<EntryRows> Added, IReadOnlyList<(EntryRows Rows, string Before)> Revised)
{
    /// <summary>The entries known after it.</summary>
    public KnownEntries Known(HeadRow? head) =>
        (head?.Known ?? KnownEntries.None).With(Added.Select(entry => entry.Entry)).WithLabels(Revised.Select(entry => entry.Rows.Entry));

    /// <summary>The newest entries after it.</summary>
    public RecentEntries Recent(HeadRow? head)
    {
        var before = head?.Recent ?? RecentEntries.None;
        var moved = Revised.ToDictionary(entry => entry.Before, entry => entry.Rows.Recent, StringComparer.Ordinal);
        return before.With(Added.Select(entry => entry.Recent), moved);
    }
}

/// <summary>Makes plans of steps.</summary>
internal sealed class StepPlanner(TableSet tables, WriteMarks marks)
{
    /// <summary>The plan of a step on top of a head.</summary>
    /// <param name="step">The step.</param>
    /// <param name="seenAt">When its entries were seen.</param>
    /// <param name="head">The head; null for a new court.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<StepPlan> PlanAsync(CourtStep step, DateTimeOffset seenAt, HeadRow? head, CancellationToken cancellationToken)
    {
        var court = step.State.Court;
        var known = head?.Known ?? KnownEntries.None;
        var added = step.NewEntries.DistinctBy(entry => entry.Identity).Where(entry => known.LabelsOf(entry.Identity) is null)
            .Select(entry => EntryRows.Of(entry, seenAt.UtcTicks, marks.NextMoment())).ToList();
        var revised = await ReviseAsync(court, step.RevisedEntries, added, cancellationToken);
        var alerts = step.Alerts.Select(OutboxMessage.AlertMessage.Of).DistinctBy(message => message.Key)
            .Select(message => MessageRow.Of(message, court.Value, marks.NextMoment()).ToUnit());
        RowUnit[] units =
        [
            .. added.Select(entry => entry.ToNew()),
            .. revised.Select(entry => entry.Rows.ToRevised(entry.Before)),
            .. alerts,
            .. await ToldAsync(court, step, cancellationToken),
            .. await NotesAsync(court, step.ToldNotes, cancellationToken),
            .. await new UnreadableRows(tables, marks).PlanAsync(court, step.Unreadable, seenAt, cancellationToken),
            .. step.Notices.DistinctBy(notice => notice.Id).Select(notice => new RowUnit(RowWriteKind.Put, NoticeRows.OnItsWay(court.Value, notice))),
        ];
        return new StepPlan(units, added, revised);
    }

    /// <summary>Leaves out what is there already: the units whose first row exists.</summary>
    /// <param name="court">The court.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="head">The head; null for a new court.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<StepPlan> WithoutKnownAsync(CourtId court, StepPlan plan, HeadRow? head, CancellationToken cancellationToken)
    {
        // Where the head knows all entries, those of the plan are new.
        var isEntryNew = head?.Known?.IsAll != false;
        var leads = plan.Units.Select(unit => unit.Lead).OfType<string>()
            .Where(lead => !(isEntryNew && lead.StartsWith("e|", StringComparison.Ordinal))).ToList();
        var there = (await tables.Dockets.FindAllAsync(court.Value, leads, cancellationToken, ["RowKey"]))
            .OfType<TableEntity>().Select(row => row.RowKey).ToHashSet(StringComparer.Ordinal);
        if (there.Count == 0)
        {
            return plan;
        }

        return plan with
        {
            Units = [.. plan.Units.Where(unit => unit.Lead is not { } lead || !there.Contains(lead))],
            Added = [.. plan.Added.Where(entry => !there.Contains(TableKeys.Entry(entry.Entry.Identity)))],
        };
    }

    // The stored labels stay and the new ones join them, so that an old step done again takes nothing away.
    private async Task<List<(EntryRows Rows, string Before)>> ReviseAsync(
        CourtId court, IReadOnlyList<DocketEntry> entries, List<EntryRows> added, CancellationToken cancellationToken)
    {
        var revised = new List<(EntryRows Rows, string Before)>();
        foreach (var versions in entries.GroupBy(entry => entry.Identity))
        {
            var last = versions.Last();
            var labels = versions.SelectMany(entry => entry.Labels);
            if (added.FindIndex(one => one.Entry.Identity == last.Identity) is >= 0 and var at)
            {
                added[at] = EntryRows.Of(last with { Labels = [.. added[at].Entry.Labels.Union(labels)] }, added[at].Seen, added[at].Added);
            }
            else if (await tables.Dockets.FindAsync(court.Value, TableKeys.Entry(last.Identity), cancellationToken) is { } row)
            {
                var entry = last with { Labels = [.. EntryRows.Labels(row).Union(labels)] };
                revised.Add((EntryRows.Of(entry, row.GetInt64("Seen") ?? 0, row.GetInt64("Added") ?? 0), row.GetString(EntryRows.LineName)));
            }
        }

        return revised;
    }

    private async Task<IReadOnlyList<RowUnit>> ToldAsync(CourtId court, CourtStep step, CancellationToken cancellationToken)
    {
        var untold = step.Untold.Distinct().ToList();
        var rows = await tables.Dockets.FindAllAsync(
            court.Value, [.. untold.Select(told => TableKeys.Told(told.Document, told.Subscriber))], cancellationToken);
        var gone = rows.Where((row, at) => row?.GetString("Case") == untold[at].Case).Select(row => row!.RowKey).ToHashSet(StringComparer.Ordinal);
        var units = new List<RowUnit>();
        foreach (var told in step.Told.DistinctBy(told => (told.Document, told.Subscriber)))
        {
            var row = TableCalls.NewRow(court.Value, TableKeys.Told(told.Document, told.Subscriber));
            row["Case"] = told.Case;
            units.Add(new(gone.Remove(row.RowKey) ? RowWriteKind.Put : RowWriteKind.Add, row));
        }

        return [.. gone.Select(key => new RowUnit(RowWriteKind.Delete, new TableEntity(court.Value, key))), .. units];
    }

    private async Task<IReadOnlyList<RowUnit>> NotesAsync(CourtId court, IReadOnlyList<ToldNotes> notes, CancellationToken cancellationToken)
    {
        var told = notes.GroupBy(note => note.Subscription).Select(group => group.Aggregate((one, other) => one.With(other))).ToList();
        var rows = await tables.Dockets.FindAllAsync(court.Value, [.. told.Select(note => TableKeys.Notes(note.Subscription))], cancellationToken);
        return
        [
            .. told.Select((note, at) => new RowUnit(
                RowWriteKind.Put,
                VersionedRows.Row(court.Value, TableKeys.Notes(note.Subscription), 1, rows[at] is { } row ? VersionedRows.Read<ToldNotes>(row).With(note) : note))),
        ];
    }
}
