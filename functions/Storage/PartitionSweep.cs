using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Courts;
using Tipstaff.Measures;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>Finds what is unfinished, all of it under <c>~</c>, and finishes it.</summary>
/// <remarks>
/// One range of each partition: about 220 operations for 200 courts. Ended messages are folded into the partition's count, 99 in a
/// transaction, so that counting them stays cheap and recording a delivery costs nothing more for it.
/// </remarks>
internal sealed class PartitionSweep(
    TableSet tables,
    OutboxPartitions partitions,
    StepJournal journal,
    NoticeRows notices,
    AlertLetters letters,
    DailyPass daily,
    Whereabouts whereabouts,
    TipstaffMeter meter,
    TimeProvider time,
    ILogger<PartitionSweep> logger)
{
    private const int FoldedAtOnce = 99;

    // Longer than any instance takes from writing a journal to naming it.
    private static readonly TimeSpan JournalAbandonedAfter = TimeSpan.FromHours(1);

    // Longer than any instance takes from announcing a notice to writing it.
    private static readonly TimeSpan AnnouncedFor = TimeSpan.FromMinutes(10);

    /// <summary>Sweeps all partitions, and measures what is due there; of one that failed nothing is known.</summary>
    /// <param name="now">What is due by that moment is named, UTC.</param>
    /// <param name="max">How many mails to name at most, and how many webhooks: mails may be held, and must not hide these then.</param>
    /// <param name="cancellationToken">Stops between partitions.</param>
    /// <returns>What is due, the longest due first, each with the partition that goes into its queue message.</returns>
    public async Task<IReadOnlyList<DueMessage>> RunAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var waiting = await Bounded.RunAsync(await partitions.ListAsync(cancellationToken), partition => TryRunAsync(partition, now, cancellationToken));
        var present = time.GetUtcNow();
        OutboxBacklog.Of(waiting.SelectMany(rows => rows).Select(row => MessageRow.Instant(row.GetInt64("Due") ?? 0)), present).MeasureBy(meter, present);
        return [.. waiting.SelectMany(rows => Due(rows, now)).GroupBy(message => message.IsWebhook)
            .SelectMany(some => some.OrderBy(message => message.DueAt).Take(max)).OrderBy(message => message.DueAt)];
    }

    // One partition that is throttled, or has a damaged row, must not keep all others from being swept.
    private async Task<IReadOnlyList<TableEntity>> TryRunAsync(string partition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await FinishAsync(partition, now, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotSwept(partition, fault);
            return [];
        }
    }

    /// <summary>Sweeps one partition of messages: a court's, the operators', or one of those for requests for confirmation.</summary>
    /// <returns>What is due there.</returns>
    public async Task<IReadOnlyList<DueMessage>> RunAsync(string partition, DateTimeOffset now, CancellationToken cancellationToken) =>
        [.. Due(await FinishAsync(partition, now, cancellationToken), now)];

    private IEnumerable<DueMessage> Due(IEnumerable<TableEntity> waiting, DateTimeOffset now) =>
        waiting.Where(row => TableOutbox.IsDue(row, now.UtcTicks)).Select(row => TableOutbox.Due(row, whereabouts));

    /// <returns>The marks of the messages that wait.</returns>
    private async Task<IReadOnlyList<TableEntity>> FinishAsync(string partition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var table = tables.OfMessages(partition);
        var (newer, last) = (0, default(NewerRowException));
        var rows = await table.ListAsync(partition, KeyRange.Unfinished, cancellationToken, newer: Leave);
        if (newer > 0)
        {
            logger.NewerRowsLeft(newer, partition, last!);
        }

        if (Of(rows, "~j|") is { Count: > 0 } journals)
        {
            await TryAsync(partition, () => FinishAsync(CourtId.Parse(partition), journals, now, cancellationToken), cancellationToken);
            rows = await table.ListAsync(partition, KeyRange.Unfinished, cancellationToken, newer: Leave);
        }

        await TryAsync(partition, () => MoveNoticesAsync(table, partition, rows, cancellationToken), cancellationToken);
        foreach (var announced in Of(rows, "~p|"))
        {
            await TryAsync(partition, () => MoveNoticesOfAsync(announced, now, cancellationToken), cancellationToken);
        }

        await Bounded.RunAsync(Of(rows, "~d|"), mark => letters.TrySettleAsync(partition, IdempotencyKey.Parse(mark.RowKey[3..]), cancellationToken));
        await TryAsync(
            partition, () => FoldAsync(table, partition, rows.Find(row => row.RowKey == TableKeys.Counts), Of(rows, "~c|"), cancellationToken), cancellationToken);
        await TryAsync(partition, () => daily.RunAsync(partition, now, cancellationToken), cancellationToken);
        return Of(rows, "~w|");

        void Leave(NewerRowException fault) => (newer, last) = (newer + 1, fault);
    }

    // One row that cannot be read must not keep what is due there from being found.
    private async Task TryAsync(string partition, Func<Task> part, CancellationToken cancellationToken)
    {
        try
        {
            await part();
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NotSwept(partition, fault);
        }
    }

    private static List<TableEntity> Of(List<TableEntity> rows, string prefix) => rows.FindAll(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal));

    private async Task FinishAsync(CourtId court, List<TableEntity> journals, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await journal.FinishAsync(court, cancellationToken);
        foreach (var row in journals.Where(row => now - row.Timestamp > JournalAbandonedAfter))
        {
            await journal.ClearAsync(court, row.RowKey[3..], cancellationToken);
        }
    }

    private async Task MoveNoticesAsync(TableClient table, string partition, List<TableEntity> rows, CancellationToken cancellationToken) =>
        await notices.MoveAsync(table, partition, Of(rows, "~n|").ConvertAll(NoticeRows.Read), cancellationToken);

    private async Task MoveNoticesOfAsync(TableEntity announced, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subscriber = announced.RowKey[3..];
        var rows = await tables.Subscribers.ListAsync(subscriber, KeyRange.Of("~n|"), cancellationToken);
        await MoveNoticesAsync(tables.Subscribers, subscriber, rows, cancellationToken);
        if (now - announced.Timestamp > AnnouncedFor)
        {
            await tables.Operators.TryDeleteAsync(announced, cancellationToken);
        }
    }

    private async Task FoldAsync(TableClient table, string partition, TableEntity? counts, List<TableEntity> ended, CancellationToken cancellationToken)
    {
        var delays = HourlyDelays.Of(counts, out var fault);
        if (fault is not null)
        {
            logger.DelaysForgotten(partition, fault);
        }

        foreach (var some in ended.Chunk(FoldedAtOnce))
        {
            var next = TableCalls.NewRow(partition, TableKeys.Counts);
            foreach (var (name, state) in new[] { ("Delivered", OutboxState.Delivered), ("Suppressed", OutboxState.Suppressed) })
            {
                next[name] = (counts?.GetInt64(name) ?? 0) + some.LongCount(row => row.GetInt32("State") == (int)state);
            }

            Array.ForEach(some, delays.Add);
            delays.Write(next, time.GetUtcNow());
            var written = await table.TrySubmitAsync(
                [
                    counts is null ? new(TableTransactionActionType.Add, next) : new(TableTransactionActionType.UpdateReplace, next, counts.ETag),
                    .. some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)),
                ],
                cancellationToken);
            if (!written.IsDone)
            {
                // Another sweep is at it.
                return;
            }

            next.ETag = written.ETagOf(0);
            counts = next;
        }
    }
}
