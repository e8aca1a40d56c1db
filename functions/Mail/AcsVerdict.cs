using System.Globalization;
using Azure;
using Tipstaff.Mail;

namespace Tipstaff.Functions.Mail;

/// <summary>What an answer of Communication Services means for the mail. Its words may bear an address: only status and code are kept.</summary>
internal static class AcsVerdict
{
    /// <summary>The code of a mail whose recipient is on the service's list of addresses that bounce.</summary>
    public const string SuppressedCode = "EmailDroppedAllRecipientsSuppressed";

    private const int LongestCode = 80;

    /// <summary>Whether the answer leaves open that the service has the mail, from this handing over or an earlier one.</summary>
    public static bool IsOpen(RequestFailedException failure) =>
        !IsSuppressed(failure) && failure.Status is not (401 or 403 or 404 or 429) && !CloudFailure.IsUnreached(failure);

    /// <summary>The outcome, unless the service turns out to have the mail.</summary>
    public static SendOutcome Of(RequestFailedException failure) => failure.Status switch
    {
        _ when IsSuppressed(failure) => new SendOutcome.Refused(
            $"the address is on the service's list of those that bounce ({SuppressedCode})", RefusalKind.DeadAddress),
        0 when CloudFailure.IsUnreached(failure) => new SendOutcome.Unavailable("acs cannot be reached"),
        // Not this mail's fault: a role takes minutes to come into force, and mails must not be given up for it.
        401 or 403 => new SendOutcome.Unavailable($"acs takes no mail from us ({Words(failure)}); give the app's identity its role at Acs:Endpoint"),
        404 => new SendOutcome.Unavailable($"acs does not know our domain ({Words(failure)}); check Acs:Sender, and that its domain is linked to Acs:Endpoint"),
        503 => new SendOutcome.Unavailable($"acs takes nothing now ({Words(failure)})", RetryAfter(failure)),
        408 or 0 or >= 500 => new SendOutcome.Unknown($"acs failed over the mail ({Words(failure)}); it may have it"),
        // The status of an operation, read well: it was taken, and then given up.
        200 => new SendOutcome.Refused($"acs gave the mail up ({Words(failure)})", RefusalKind.ThisProvider),
        // Malformed, too big, or with a header that it does not pass: another provider may take it.
        _ => new SendOutcome.Refused($"acs refused the mail ({Words(failure)})", RefusalKind.ThisProvider),
    };

    /// <summary>Status and code.</summary>
    public static string Words(RequestFailedException failure) =>
        string.Create(CultureInfo.InvariantCulture, $"{failure.Status} {CourtText.Clean(failure.ErrorCode, LongestCode)}").TrimEnd();

    /// <summary>How long the service asks us to wait; null when it does not say.</summary>
    public static TimeSpan? RetryAfter(RequestFailedException failure) =>
        failure.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) == true
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Whether a failure is that the recipient is on the service's list.</summary>
    public static bool IsSuppressed(RequestFailedException failure) =>
        failure.ErrorCode == SuppressedCode || failure.Message.Contains(SuppressedCode, StringComparison.Ordinal);
}
