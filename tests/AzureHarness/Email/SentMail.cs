namespace Tipstaff.AzureHarness;

/// <summary>A mail that the service has taken.</summary>
/// <param name="OperationId">The operation id, the caller's or the SDK's.</param>
/// <param name="InternetMessageId">Its <c>Message-ID</c> with angle brackets: the caller's, or the service's own.</param>
/// <param name="At">When it was taken, UTC.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Recipient">Who gets it.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="PlainText">Its plain text.</param>
/// <param name="Html">Its HTML.</param>
/// <param name="Headers">The headers that the caller gave.</param>
public sealed record SentMail(
    string OperationId,
    string InternetMessageId,
    DateTimeOffset At,
    string Sender,
    string Recipient,
    string Subject,
    string? PlainText,
    string? Html,
    IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Which instance of the app handed it over; empty for whoever is none.</summary>
    public string Instance { get; init; } = "";

    /// <summary>How long the service takes to hand it on; until then its operation is Running.</summary>
    public TimeSpan HandOverTime { get; init; }

    /// <summary>What becomes of it.</summary>
    public DeliveryFate Fate { get; init; } = DeliveryFate.Delivered;
}

/// <summary>What becomes of a mail, as its delivery report says.</summary>
/// <param name="Status">Delivered, Bounced, Failed, FilteredSpam, Quarantined, Suppressed or Expanded.</param>
/// <param name="Details">The receiving server's words.</param>
/// <param name="Error">The code with which its operation fails; null where it succeeds, which says nothing of the delivery.</param>
public sealed record DeliveryFate(string Status, string Details = "", string? Error = null)
{
    /// <summary>It arrives.</summary>
    public static readonly DeliveryFate Delivered = new("Delivered");

    /// <summary>Its recipient is on the service's suppression list.</summary>
    public static readonly DeliveryFate Suppressed = new("Suppressed", "Recipient is on the suppression list.", "EmailDroppedAllRecipientsSuppressed");
}
