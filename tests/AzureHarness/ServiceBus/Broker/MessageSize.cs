using System.Runtime.Serialization;
using System.Text;
using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>How large a message is on the wire, near enough, and what its headers may be.</summary>
internal static class MessageSize
{
    private const int Frame = 64;
    private const int FrameOfHeader = 8;
    private const int MaxHeaderBytes = 32 * 1024;
    private const int MaxHeadersBytes = 64 * 1024;

    /// <summary>The bytes of a message.</summary>
    public static int Of(MessageParts parts)
    {
        string?[] texts =
        [
            parts.MessageId, parts.PartitionKey, parts.TransactionPartitionKey, parts.SessionId, parts.ReplyToSessionId, parts.CorrelationId,
            parts.Subject, parts.To, parts.ContentType, parts.ReplyTo,
        ];
        return Frame + parts.Body.ToMemory().Length + texts.Sum(OfText) + parts.Properties.Sum(OfHeader);
    }

    /// <summary>What the client refuses to send.</summary>
    /// <exception cref="SerializationException">A header is of a type that does not travel.</exception>
    public static void CheckHeaders(IEnumerable<KeyValuePair<string, object>> headers)
    {
        foreach (var (name, value) in headers)
        {
            if (value is not (null or string or bool or byte or sbyte or char or short or ushort or int or uint or long or ulong
                or float or double or decimal or Guid or Uri or DateTime or DateTimeOffset or TimeSpan or Stream))
            {
                throw new SerializationException(
                    $"Serialization failed due to an unsupported type, {value.GetType().FullName}, of the header {name}.");
            }
        }
    }

    /// <summary>What the service refuses to take.</summary>
    public static void Check(IReadOnlyList<MessageParts> sent, int most, string queue)
    {
        if (sent.Sum(Of) is var bytes && bytes > most)
        {
            throw new ServiceBusException(
                $"The received message (size {bytes} bytes) exceeds the limit ({most} bytes) currently allowed.",
                ServiceBusFailureReason.MessageSizeExceeded,
                queue);
        }

        if (sent.Any(HasLargeHeaders))
            throw new ServiceBusException("The message's properties are too large.", ServiceBusFailureReason.MessageSizeExceeded, queue);
    }

    private static bool HasLargeHeaders(MessageParts parts) =>
        parts.Properties.Any(header => OfHeader(header) > MaxHeaderBytes) || parts.Properties.Sum(OfHeader) > MaxHeadersBytes;

    private static int OfHeader(KeyValuePair<string, object> header) =>
        FrameOfHeader + OfText(header.Key) + (header.Value is string or Uri ? OfText(header.Value.ToString()) : FrameOfHeader);

    private static int OfText(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);
}
