using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Storage;

/// <summary>A message's row, read before it is claimed.</summary>
/// <param name="Row">The row, with its body.</param>
/// <param name="Message">The message; null where the body cannot be read.</param>
/// <param name="Fault">Why it cannot.</param>
internal sealed record ReadMessage(MessageRow Row, OutboxMessage? Message, StorageException? Fault)
{
    public static ReadMessage Of(MessageRow row)
    {
        try
        {
            return new(row, row.Message(), Fault: null);
        }
        catch (StorageException fault)
        {
            return new(row, Message: null, fault);
        }
    }

    /// <summary>Whether a newer version may have written it, to whom it is left.</summary>
    public bool IsLeftAlone(DateTimeOffset now) => Fault is not null && LeftAlone.Waits(Row.Json ?? "", MessageRow.Instant(Row.Due), now);
}
