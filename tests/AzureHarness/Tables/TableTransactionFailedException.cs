using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction of which nothing was done.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Made of what the service said of the first write that it refused.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException) =>
        FailedTransactionActionIndex = IndexIn(requestFailedException.Message);

    /// <summary>Which write was refused, from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }

    // 0:The specified entity already exists.  -->  0
    private static int? IndexIn(string message)
    {
        var colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
    }
}
