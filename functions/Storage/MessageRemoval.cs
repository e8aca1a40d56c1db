using Azure;
using Azure.Data.Tables;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>Takes messages away with all of their rows: one transaction, each on condition that its message is as it was read.</summary>
/// <remarks>
/// The mark <c>~c</c> of one that ended stays until the sweep has counted it. For one that was given up the mark <c>~d</c> is written with the
/// transaction, by which its letter is then found to have no message any more: a crash in between leaves that to the sweep.
/// </remarks>
internal sealed class MessageRemoval(TableSet tables, AlertLetters letters)
{
    // Of up to three rows each, in a transaction of at most 100.
    private const int Together = 33;

    /// <summary>Takes messages of one partition away.</summary>
    /// <returns>How many went; others have changed since they were read.</returns>
    public async Task<int> RemoveAsync(string partition, IReadOnlyList<MessageRow> rows, CancellationToken cancellationToken)
    {
        var removed = await Bounded.RunAsync([.. rows.Chunk(Together)], some => RemoveTogetherAsync(partition, some, cancellationToken));
        return removed.Sum();
    }

    private async Task<int> RemoveTogetherAsync(string partition, MessageRow[] rows, CancellationToken cancellationToken)
    {
        var written = await tables.OfMessages(partition).TrySubmitAsync([.. rows.SelectMany(Actions)], cancellationToken);
        if (written.IsDone)
        {
            foreach (var dead in rows.Where(row => row.State is OutboxState.DeadLettered))
            {
                await letters.TrySettleAsync(partition, dead.Key, cancellationToken);
            }

            return rows.Length;
        }

        // One that has changed keeps only itself.
        var count = 0;
        foreach (var row in rows.Length > 1 ? rows : [])
        {
            count += await RemoveTogetherAsync(partition, [row], cancellationToken);
        }

        return count;
    }

    private static IEnumerable<TableTransactionAction> Actions(MessageRow row)
    {
        yield return new(TableTransactionActionType.Delete, new TableEntity(row.Partition, TableKeys.Message(row.Key)), row.ETag);
        yield return new(TableTransactionActionType.Delete, new TableEntity(row.Partition, TableKeys.MessageOrder(row.Added, row.Key)), ETag.All);
        if (row.State is OutboxState.Waiting)
        {
            yield return new(TableTransactionActionType.Delete, new TableEntity(row.Partition, TableKeys.Waiting(row.Key)), ETag.All);
        }
        else if (row.State is OutboxState.DeadLettered)
        {
            yield return new(TableTransactionActionType.UpsertReplace, AlertLetters.Mark(row with { State = OutboxState.Suppressed }));
        }
    }
}
