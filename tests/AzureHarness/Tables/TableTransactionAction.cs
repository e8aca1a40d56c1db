#nullable disable
namespace Azure.Data.Tables;

/// <summary>One write of a transaction.</summary>
public class TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity, ETag etag = default)
{
    /// <summary>A write without a condition.</summary>
    public TableTransactionAction(TableTransactionActionType actionType, ITableEntity entity)
        : this(actionType, entity, default)
    {
    }

    /// <summary>What to do.</summary>
    public TableTransactionActionType ActionType { get; } = actionType;

    /// <summary>The row.</summary>
    public ITableEntity Entity { get; } = entity;

    /// <summary>The version that an update or a delete expects; none is any.</summary>
    public ETag ETag { get; } = etag;
}

/// <summary>What a write of a transaction does.</summary>
public enum TableTransactionActionType
{
    /// <summary>A row that must be new.</summary>
    Add = 0,

    /// <summary>The named properties of a row that must be there.</summary>
    UpdateMerge = 1,

    /// <summary>All of a row that must be there.</summary>
    UpdateReplace = 2,

    /// <summary>A row that must be there goes.</summary>
    Delete = 3,

    /// <summary>The named properties, whether the row is there or not.</summary>
    UpsertMerge = 4,

    /// <summary>All of a row, whether it is there or not.</summary>
    UpsertReplace = 5,
}

/// <summary>Whether an update keeps the properties that it does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>It keeps them.</summary>
    Merge = 0,

    /// <summary>It drops them.</summary>
    Replace = 1,
}
