#nullable disable
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>A message to send.</summary>
public class ServiceBusMessage
{
    private const int MaxIdLength = 128;
    private readonly Dictionary<string, object> _properties = new(StringComparer.Ordinal);

    /// <summary>An empty message.</summary>
    public ServiceBusMessage()
        : this(BinaryData.FromBytes(Array.Empty<byte>()))
    {
    }

    /// <summary>A message of a text, in UTF-8.</summary>
    public ServiceBusMessage(string body)
        : this(new BinaryData(body))
    {
    }

    /// <summary>A message of bytes.</summary>
    public ServiceBusMessage(ReadOnlyMemory<byte> body)
        : this(BinaryData.FromBytes(body))
    {
    }

    /// <summary>A message of data.</summary>
    public ServiceBusMessage(BinaryData body) => Body = body;

    /// <summary>A copy of a received message, with its id and without what the service said of it.</summary>
    public ServiceBusMessage(ServiceBusReceivedMessage receivedMessage)
        : this((receivedMessage ?? throw new ArgumentNullException(nameof(receivedMessage))).Body)
    {
        var parts = receivedMessage.Parts;
        if (parts.MessageId is not null)
            MessageId = parts.MessageId;
        if (parts.TimeToLive < TimeSpan.MaxValue)
            TimeToLive = parts.TimeToLive;
        (ContentType, CorrelationId, Subject, To, ReplyTo) = (parts.ContentType, parts.CorrelationId, parts.Subject, parts.To, parts.ReplyTo);
        (SessionId, ReplyToSessionId, ScheduledEnqueueTime) = (parts.SessionId, parts.ReplyToSessionId, parts.ScheduledEnqueueTime);
        PartitionKey = parts.PartitionKey;
        foreach (var (name, value) in parts.Properties)
        {
            if (name is not (MessageParts.DeadLetterReason or MessageParts.DeadLetterErrorDescription))
                _properties[name] = value;
        }
    }

    /// <summary>The app's own headers: primitives, texts, guids, times, addresses.</summary>
    public IDictionary<string, object> ApplicationProperties => _properties;

    /// <summary>The payload.</summary>
    public BinaryData Body { get; set; }

    /// <summary>The media type of the payload.</summary>
    public string ContentType { get; set; }

    /// <summary>What it belongs to.</summary>
    public string CorrelationId { get; set; }

    /// <summary>The id by which duplicates are known; null unless set.</summary>
    public string MessageId
    {
        get;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            field = Short(value, nameof(MessageId));
        }
    }

    /// <summary>The partition; equal to the session where both are set.</summary>
    public string PartitionKey
    {
        get;
        set
        {
            if (value is not null && SessionId is not null && value != SessionId)
                throw new ArgumentOutOfRangeException(nameof(value), value, "The partition key differs from the session id.");
            field = Short(value, nameof(PartitionKey));
        }
    }

    /// <summary>Where to answer.</summary>
    public string ReplyTo { get; set; }

    /// <summary>The session to answer in.</summary>
    public string ReplyToSessionId { get; set => field = Short(value, nameof(ReplyToSessionId)); }

    /// <summary>When the message enters the queue; at once unless later than now.</summary>
    public DateTimeOffset ScheduledEnqueueTime { get; set; }

    /// <summary>The session.</summary>
    public string SessionId { get; set => field = Short(value, nameof(SessionId)); }

    /// <summary>What it is about.</summary>
    public string Subject { get; set; }

    /// <summary>How long it lives in the queue.</summary>
    public TimeSpan TimeToLive
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.MaxValue;

    /// <summary>Whom it is for; nobody reads it.</summary>
    public string To { get; set; }

    /// <summary>The partition of a transfer queue.</summary>
    public string TransactionPartitionKey { get; set => field = Short(value, nameof(TransactionPartitionKey)); }

    /// <inheritdoc/>
    public override string ToString() => $"{{MessageId:{MessageId}}}";

    private static string Short(string value, string name) =>
        value is { Length: > MaxIdLength } ? throw new ArgumentOutOfRangeException(name, value, $"At most {MaxIdLength} characters.") : value;
}
