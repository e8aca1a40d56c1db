#nullable disable
namespace Azure.Data.Tables;

/// <summary>A row of a table; its further properties are those of the class.</summary>
public interface ITableEntity
{
    /// <summary>The partition it lies in.</summary>
    string PartitionKey { get; set; }

    /// <summary>Its name in the partition.</summary>
    string RowKey { get; set; }

    /// <summary>When the service wrote it last; the service's to set.</summary>
    DateTimeOffset? Timestamp { get; set; }

    /// <summary>Its version as read.</summary>
    ETag ETag { get; set; }
}
