using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>What a sender wrote, as it travels: a copy that nobody changes.</summary>
internal sealed record MessageParts
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";

    public BinaryData Body { get; init; } = BinaryData.FromBytes(Array.Empty<byte>());

    public string? MessageId { get; init; }

    public string? PartitionKey { get; init; }

    public string? TransactionPartitionKey { get; init; }

    public string? SessionId { get; init; }

    public string? ReplyToSessionId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Subject { get; init; }

    public string? To { get; init; }

    public string? ContentType { get; init; }

    public string? ReplyTo { get; init; }

    public TimeSpan TimeToLive { get; init; } = TimeSpan.MaxValue;

    public DateTimeOffset ScheduledEnqueueTime { get; init; }

    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public static MessageParts Of(ServiceBusMessage message) => new()
    {
        Body = message.Body ?? BinaryData.FromBytes(Array.Empty<byte>()),
        MessageId = message.MessageId,
        PartitionKey = message.PartitionKey,
        TransactionPartitionKey = message.TransactionPartitionKey,
        SessionId = message.SessionId,
        ReplyToSessionId = message.ReplyToSessionId,
        CorrelationId = message.CorrelationId,
        Subject = message.Subject,
        To = message.To,
        ContentType = message.ContentType,
        ReplyTo = message.ReplyTo,
        TimeToLive = message.TimeToLive,
        ScheduledEnqueueTime = message.ScheduledEnqueueTime,
        Properties = new Dictionary<string, object>(message.ApplicationProperties, StringComparer.Ordinal),
    };

    /// <summary>The same with some headers changed.</summary>
    public MessageParts With(IEnumerable<KeyValuePair<string, object>>? properties)
    {
        if (properties is null)
            return this;
        MessageSize.CheckHeaders(properties);
        var changed = new Dictionary<string, object>(Properties, StringComparer.Ordinal);
        foreach (var (name, value) in properties)
            changed[name] = value;
        return this with { Properties = changed };
    }
}
