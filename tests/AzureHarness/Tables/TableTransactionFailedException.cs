namespace Azure.Data.Tables;

/// <summary>A transaction of which nothing was done.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    internal const string IndexName = "FailedEntity";

    /// <summary>Made of what the service said of the first write that it refused.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException) =>
        FailedTransactionActionIndex = requestFailedException.Data[IndexName] as int?;

    /// <summary>Which write was refused, from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
