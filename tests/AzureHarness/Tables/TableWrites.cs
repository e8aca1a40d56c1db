using Azure;
using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>Turns what the clients are told into writes.</summary>
internal static class TableWrites
{
    private static readonly Dictionary<string, object> Nothing = [];

    public static TableWrite Of(TableTransactionAction action) => action.ActionType is TableTransactionActionType.Delete
        ? Delete(action.Entity.PartitionKey, action.Entity.RowKey, action.ETag)
        : Of(action.ActionType, action.Entity, action.ETag);

    /// <remarks>
    /// An update in a transaction without an ETag is sent without a condition, which makes it an upsert (as SDK 12.11 does);
    /// an ETag on an upsert or an add is never sent.
    /// </remarks>
    public static TableWrite Of(TableTransactionActionType action, ITableEntity entity, ETag tag)
    {
        var updates = action is TableTransactionActionType.UpdateMerge or TableTransactionActionType.UpdateReplace;
        return new(
            action,
            entity.PartitionKey,
            entity.RowKey,
            EntityBinder.Values(entity),
            updates && tag != default ? tag.ToString() : null);
    }

    public static TableWrite Delete(string partitionKey, string rowKey, ETag tag) => new(
        TableTransactionActionType.Delete, partitionKey, rowKey, Nothing, tag == default ? "*" : tag.ToString());
}
