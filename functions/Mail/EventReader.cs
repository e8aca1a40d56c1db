using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Mail;

/// <summary>Reads one event of Event Grid, in its own schema or as a CloudEvent. All of it is hostile until it is read.</summary>
internal static partial class EventReader
{
    private const string HandshakeKind = "Microsoft.EventGrid.SubscriptionValidationEvent";
    private const string ReportKind = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const int LongestCode = 512;
    private const int LongestReason = 200;

    /// <summary>Reads an event.</summary>
    /// <param name="item">The event.</param>
    /// <param name="ids">Knows the ids of addresses.</param>
    /// <param name="now">The present moment, UTC: no report is from later.</param>
    public static EventReading Read(JsonElement item, SubscriberIds ids, DateTimeOffset now)
    {
        try
        {
            return ReadText(item, ids, now);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: JSON may escape it, and no string may hold it.
            return new EventReading.Unreadable("its text is broken");
        }
    }

    private static EventReading ReadText(JsonElement item, SubscriberIds ids, DateTimeOffset now)
    {
        if (Kind(item) is not { } kind)
        {
            return new EventReading.Unreadable("it names no type");
        }

        if (kind == HandshakeKind)
        {
            return Property(item, "data") is { } asked && Text(asked, "validationCode") is { Length: > 0 and <= LongestCode } code
                ? new EventReading.Handshake(code)
                : new EventReading.Unreadable("it asks without a code");
        }

        // Only that mails were opened or clicked would come besides, and that is not asked for. There is no event of a complaint.
        if (kind != ReportKind)
        {
            return new EventReading.OfNoMatter();
        }

        if (Property(item, "data") is not { } data || Text(data, "status") is not { } status)
        {
            return new EventReading.Unreadable("it has no status");
        }

        if (DeliveryStatus.IsOfNoMatter(status))
        {
            return new EventReading.OfNoMatter();
        }

        var details = Property(data, "deliveryStatusDetails") is { } found ? Text(found, "statusMessage") ?? "" : "";
        if (DeliveryStatus.KindOf(status, details) is not { } became)
        {
            return new EventReading.Unreadable("its status is none that we know");
        }

        // The address tells whom it is about without a look at the outbox.
        var subscriber = EmailAddress.TryParse(Text(data, "recipient"), out var recipient) ? ids.Of(recipient) : null;
        var message = AcsMail.KeyOf(Text(data, "messageId"));
        return subscriber is null && message is null
            ? new EventReading.Unreadable("it names neither recipient nor message")
            : new EventReading.Read(new DeliveryReport(became, At(item, data, now), Reason(status, details)) { Subscriber = subscriber, Message = message });
    }

    // ada@example.com   <ada@example.com>   rfc822;ada@example.com
    [GeneratedRegex(@"[^\s<>;:,""'()\[\]]+@[^\s<>;:,""'()\[\]]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address { get; }

    private static string? Kind(JsonElement item) => Text(item, "eventType") ?? Text(item, "type");

    // Documented as deliveryAttemptTimeStamp, and sent as deliveryAttemptTimestamp.
    private static DateTimeOffset At(JsonElement item, JsonElement data, DateTimeOffset now)
    {
        var text = Text(data, "deliveryAttemptTimestamp") ?? Text(item, "eventTime") ?? Text(item, "time");
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) && at < now
            ? at
            : now;
    }

    private static string Reason(string status, string details)
    {
        var text = details.Length > 4 * LongestReason ? details[..(4 * LongestReason)] : details;
        return CourtText.Clean($"{status}: {Address.Replace(text, "***")}".TrimEnd(' ', ':'), LongestReason);
    }

    private static JsonElement? Property(JsonElement element, string name)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
}

/// <summary>What an event turned out to be.</summary>
internal abstract record EventReading
{
    private EventReading()
    {
    }

    /// <summary>Event Grid asks whether it may post here.</summary>
    /// <param name="Code">What it wants to hear for yes.</param>
    public sealed record Handshake(string Code) : EventReading;

    /// <summary>A delivery report.</summary>
    public sealed record Read(DeliveryReport Report) : EventReading;

    /// <summary>An event that is none of ours.</summary>
    public sealed record OfNoMatter : EventReading;

    /// <summary>It cannot be read.</summary>
    /// <param name="Reason">Why, in words of our own.</param>
    public sealed record Unreadable(string Reason) : EventReading;
}
