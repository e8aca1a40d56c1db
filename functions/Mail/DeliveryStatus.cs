using System.Globalization;
using System.Text.RegularExpressions;
using Tipstaff.Mail;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Mail;

/// <summary>What the status of a delivery report says of the address.</summary>
internal static partial class DeliveryStatus
{
    private const int LongestDetails = 1000;

    /// <summary>What became of the mail.</summary>
    /// <param name="status">The service's word.</param>
    /// <param name="details">The receiving server's words; empty for none.</param>
    /// <returns>Null for a word that says nothing of it, or that is unknown.</returns>
    public static DeliveryReportKind? KindOf(string status, string details) => status.ToLowerInvariant() switch
    {
        "delivered" => DeliveryReportKind.Delivered,
        // The service calls bounces hard unless told otherwise, and sends nothing there for a day.
        "bounced" => Refusal(details) is null or RefusalKind.DeadAddress or RefusalKind.DoubtfulAddress or RefusalKind.ThisMail
            ? DeliveryReportKind.HardBounce
            : DeliveryReportKind.SoftBounce,
        // It was not even tried: whatever else went there would vanish as well.
        "suppressed" => DeliveryReportKind.HardBounce,
        "failed" => Refusal(details) is RefusalKind.DeadAddress ? DeliveryReportKind.HardBounce : DeliveryReportKind.SoftBounce,
        // A filter's judgement and no person's: no complaint.
        "filteredspam" or "quarantined" => DeliveryReportKind.SoftBounce,
        _ => null,
    };

    /// <summary>Whether the word is known and says nothing: <c>Expanded</c> only tells that a list was mailed.</summary>
    public static bool IsOfNoMatter(string status) =>
        status.Equals("expanded", StringComparison.OrdinalIgnoreCase) || status.Equals("outfordelivery", StringComparison.OrdinalIgnoreCase);

    // 550 5.1.1 no such user     552-5.2.2 mailbox full     smtp;550 5.7.1 blocked     550 blocked
    [GeneratedRegex(@"(?<![\d.])(?<code>[45]\d\d)[ -]+(?<enhanced>[45]\.\d{1,3}\.\d{1,3})?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reply { get; }

    // 5.1.1 no such user
    [GeneratedRegex(@"(?<![\d.])(?<enhanced>[45]\.\d{1,3}\.\d{1,3})(?![\d.])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Enhanced { get; }

    private static RefusalKind? Refusal(string details)
    {
        var text = details.Length > LongestDetails ? details[..LongestDetails] : details;
        if (Reply.Match(text) is { Success: true } reply)
        {
            var code = int.Parse(reply.Groups["code"].ValueSpan, CultureInfo.InvariantCulture);
            return SmtpStatus.Classify(SmtpStage.Recipient, code, reply.Groups["enhanced"].ValueSpan) ?? RefusalKind.ThisProvider;
        }

        return Enhanced.Match(text) is { Success: true } only
            ? SmtpStatus.Classify(SmtpStage.Recipient, only.Value[0] == '5' ? 550 : 450, only.Groups["enhanced"].ValueSpan) ?? RefusalKind.ThisProvider
            : null;
    }
}
