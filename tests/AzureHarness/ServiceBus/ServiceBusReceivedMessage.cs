#nullable disable
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message as the service handed it over.</summary>
public class ServiceBusReceivedMessage
{
    internal ServiceBusReceivedMessage(MessageParts parts) => Parts = parts;

    /// <summary>The app's own headers.</summary>
    public IReadOnlyDictionary<string, object> ApplicationProperties => Parts.Properties;

    /// <summary>The payload.</summary>
    public BinaryData Body => Parts.Body;

    /// <summary>The media type of the payload.</summary>
    public string ContentType => Parts.ContentType;

    /// <summary>What it belongs to.</summary>
    public string CorrelationId => Parts.CorrelationId;

    /// <summary>What was said when it was given up.</summary>
    public string DeadLetterErrorDescription => Parts.Properties.GetValueOrDefault(MessageParts.DeadLetterErrorDescription) as string;

    /// <summary>Why it was given up.</summary>
    public string DeadLetterReason => Parts.Properties.GetValueOrDefault(MessageParts.DeadLetterReason) as string;

    /// <summary>The queue it was forwarded from; null where nothing forwards.</summary>
    public string DeadLetterSource { get; internal init; }

    /// <summary>Which delivery this is, from 1; 0 when peeked before any.</summary>
    public int DeliveryCount { get; internal init; }

    /// <summary>The number it had where it was forwarded from.</summary>
    public long EnqueuedSequenceNumber { get; internal init; }

    /// <summary>When it entered the queue.</summary>
    public DateTimeOffset EnqueuedTime { get; internal init; }

    /// <summary>When it expires.</summary>
    public DateTimeOffset ExpiresAt => TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + TimeToLive;

    /// <summary>Until when it is locked.</summary>
    public DateTimeOffset LockedUntil { get; internal set; }

    /// <summary>The lock.</summary>
    public string LockToken => LockTokenGuid.ToString();

    /// <summary>The sender's id.</summary>
    public string MessageId => Parts.MessageId;

    /// <summary>The partition.</summary>
    public string PartitionKey => Parts.PartitionKey;

    /// <summary>Where to answer.</summary>
    public string ReplyTo => Parts.ReplyTo;

    /// <summary>The session to answer in.</summary>
    public string ReplyToSessionId => Parts.ReplyToSessionId;

    /// <summary>When it was to enter the queue.</summary>
    public DateTimeOffset ScheduledEnqueueTime => Parts.ScheduledEnqueueTime;

    /// <summary>The service's number, rising in the order of entering.</summary>
    public long SequenceNumber { get; internal init; }

    /// <summary>The session.</summary>
    public string SessionId => Parts.SessionId;

    /// <summary>Where it stands in the queue.</summary>
    public ServiceBusMessageState State { get; internal init; }

    /// <summary>What it is about.</summary>
    public string Subject => Parts.Subject;

    /// <summary>How long it lives in the queue.</summary>
    public TimeSpan TimeToLive => Parts.TimeToLive;

    /// <summary>Whom it is for.</summary>
    public string To => Parts.To;

    /// <summary>The partition of a transfer queue.</summary>
    public string TransactionPartitionKey => Parts.TransactionPartitionKey;

    internal MessageParts Parts { get; }

    internal Guid LockTokenGuid { get; init; }

    /// <summary>Whether its holder has settled it.</summary>
    internal bool IsSettled { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{{MessageId:{MessageId}}}";
}

/// <summary>Where a message stands in a queue.</summary>
public enum ServiceBusMessageState
{
    /// <summary>It is delivered in turn.</summary>
    Active = 0,

    /// <summary>It was set aside.</summary>
    Deferred = 1,

    /// <summary>Its time has not come.</summary>
    Scheduled = 2,
}
