using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>Rows that are remembered until a moment: beside each, in one transaction, stands one that sorts by that moment.</summary>
internal static class RememberedRows
{
    private const string UntilName = "Until";

    /// <summary>Notes until when a row is remembered.</summary>
    public static void SetUntil(TableEntity row, DateTimeOffset until) => row[UntilName] = until.UtcTicks;

    /// <summary>The row by which it is found when its time is over; to be written with it.</summary>
    public static TableTransactionAction Index(string partition, string hash, DateTimeOffset until)
    {
        var row = TableCalls.NewRow(partition, TableKeys.RememberedUntil(until, hash));
        row["Hash"] = hash;
        return new(TableTransactionActionType.UpsertReplace, row);
    }

    /// <summary>Takes away those whose time is over; one that was written anew meanwhile keeps its row.</summary>
    /// <returns>How many were looked at.</returns>
    public static async Task<int> ForgetAsync(TableClient table, string partition, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var over = await table.ListAsync(
            partition, new KeyRange(TableKeys.RememberedUntil(DateTimeOffset.MinValue), TableKeys.RememberedUntil(now.AddTicks(1))), cancellationToken, max);
        await Bounded.RunAsync(
            over,
            async index =>
            {
                var row = await table.FindAsync(partition, TableKeys.Remembered(index.GetString("Hash")), cancellationToken, [UntilName]);
                var isOver = row?.GetInt64(UntilName) <= now.UtcTicks;
                // Another sweep may be at it: then there is nothing to take away.
                return await table.TrySubmitAsync(
                    [
                        new(TableTransactionActionType.Delete, index, index.ETag),
                        .. isOver ? [new TableTransactionAction(TableTransactionActionType.Delete, row!, row!.ETag)] : Array.Empty<TableTransactionAction>(),
                    ],
                    cancellationToken);
            });
        return over.Count;
    }
}
