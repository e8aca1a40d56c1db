#nullable disable
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent in one step, and fit.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly IList<ServiceBusMessage> _messages;
    private readonly Func<ServiceBusMessage, bool> _mayAdd;

    internal ServiceBusMessageBatch(
        long maxSizeInBytes, IList<ServiceBusMessage> messages = null, long sizeInBytes = 0, Func<ServiceBusMessage, bool> mayAdd = null)
    {
        (MaxSizeInBytes, _messages, SizeInBytes, _mayAdd) = (maxSizeInBytes, messages ?? [], sizeInBytes, mayAdd);
    }

    /// <summary>How many there are.</summary>
    public int Count => _messages.Count;

    /// <summary>How large it may be.</summary>
    public long MaxSizeInBytes { get; }

    /// <summary>How large it is.</summary>
    public long SizeInBytes { get; private set; }

    internal IList<ServiceBusMessage> Messages => _messages;

    /// <summary>Adds a message if it fits.</summary>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var size = _mayAdd is null ? MessageSize.Of(MessageParts.Of(message)) : 0;
        if (_mayAdd?.Invoke(message) == false || SizeInBytes + size > MaxSizeInBytes)
            return false;
        _messages.Add(message);
        SizeInBytes += size;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _messages.Clear();
}

/// <summary>How a batch is made.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>How large it may be; null for as large as the queue takes.</summary>
    public long? MaxSizeInBytes { get; set; }
}
