#nullable disable
namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>How full a queue is.</summary>
public class QueueRuntimeProperties
{
    internal QueueRuntimeProperties(string name) => Name = name;

    /// <summary>The queue.</summary>
    public string Name { get; internal set; }

    /// <summary>Messages to be delivered, locked ones too.</summary>
    public long ActiveMessageCount { get; internal set; }

    /// <summary>Messages given up.</summary>
    public long DeadLetterMessageCount { get; internal set; }

    /// <summary>Messages whose time has not come.</summary>
    public long ScheduledMessageCount { get; internal set; }

    /// <summary>Messages that could not be forwarded; always none here.</summary>
    public long TransferDeadLetterMessageCount { get; internal set; }

    /// <summary>Messages to be forwarded; always none here.</summary>
    public long TransferMessageCount { get; internal set; }

    /// <summary>All messages, deferred ones too.</summary>
    public long TotalMessageCount { get; internal set; }

    /// <summary>The bytes of all messages.</summary>
    public long SizeInBytes { get; internal set; }

    /// <summary>When the queue was made.</summary>
    public DateTimeOffset CreatedAt { get; internal set; }

    /// <summary>When its settings last changed.</summary>
    public DateTimeOffset UpdatedAt { get; internal set; }

    /// <summary>When somebody last sent or received.</summary>
    public DateTimeOffset AccessedAt { get; internal set; }
}
