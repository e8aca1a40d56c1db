using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>What the service lets into a transaction.</summary>
internal static class TransactionRules
{
    // A small transaction cannot be too large in any encoding, so its exact size is not worth counting.
    private const int SurelyFits = TableRules.MaxTransactionBytes / 8;
    private const string SomeService = "https://account.table.core.windows.net";

    /// <summary>Checks the whole.</summary>
    public static void Check(IReadOnlyList<TableWrite> writes)
    {
        if (writes.Count > TableRules.MaxWritesInTransaction)
        {
            var last = TableRules.MaxWritesInTransaction - 1;
            throw TableFailures.InTransaction(
                last, 400, "InvalidInput", $"{last}:The batch request operation exceeds the maximum 100 changes per change set.");
        }

        var size = 0;
        foreach (var write in writes)
        {
            if (write.Action is not TableTransactionActionType.Delete)
                size += RoughSize(write);
        }

        if (size > SurelyFits && RestBatch.Body(SomeService, ("table", writes), "batch", "changes").Length > TableRules.MaxTransactionBytes)
        {
            throw TableFailures.InTransaction(
                null, 413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");
        }
    }

    /// <summary>Checks one write against those before it; a refusal of an earlier write goes before one of a later.</summary>
    /// <param name="writes">All writes.</param>
    /// <param name="index">Which is checked.</param>
    /// <param name="keys">The row keys of those before it.</param>
    public static void Check(IReadOnlyList<TableWrite> writes, int index, HashSet<string> keys)
    {
        var write = writes[index];
        if (write.PartitionKey != writes[0].PartitionKey)
        {
            throw TableFailures.Of(
                400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");
        }

        if (write.RowKey is not null && !keys.Add(write.RowKey))
        {
            throw TableFailures.Of(
                400,
                "InvalidDuplicateRow",
                $"A command with RowKey '{write.RowKey}' is already present in the batch. An entity can appear only once in a batch.");
        }
    }

    private static int RoughSize(TableWrite write)
    {
        var size = 0;
        foreach (var (name, value) in write.Values)
            size += name.Length + (value switch { string text => text.Length, byte[] bytes => bytes.Length, _ => 8 });
        return size;
    }
}
