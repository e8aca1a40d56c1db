using System.Net.Mail;
using Azure.Communication.Email;

namespace Tipstaff.AzureHarness;

/// <summary>What the SDK refuses before it calls the service.</summary>
internal static class EmailChecks
{
    /// <summary>Throws as the SDK does where something is missing.</summary>
    /// <exception cref="ArgumentException">A header without value, no body, no subject, an address that is none, nobody to send to.</exception>
    public static void ThrowIfIncomplete(EmailMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Headers.Any(header => string.IsNullOrWhiteSpace(header.Value)))
        {
            throw new ArgumentException("Empty EmailHeader Value.", nameof(message));
        }

        if (string.IsNullOrWhiteSpace(message.Content.Html) && string.IsNullOrWhiteSpace(message.Content.PlainText))
        {
            throw new ArgumentException("Email content must have either HTML or PlainText.", nameof(message));
        }

        if (string.IsNullOrWhiteSpace(message.Content.Subject))
        {
            throw new ArgumentException("Email subject can not be empty.", nameof(message));
        }

        if (!MailAddress.TryCreate(message.SenderAddress, out _))
        {
            throw new ArgumentException("Invalid sender email address.", nameof(message));
        }

        List<EmailAddress> recipients = [.. message.Recipients.To, .. message.Recipients.CC, .. message.Recipients.BCC];
        if (recipients.Count == 0 || recipients.Exists(recipient => !MailAddress.TryCreate(recipient.Address, out _)))
        {
            throw new ArgumentException("Email must have at least one recipient, and each an address.", nameof(message));
        }
    }
}
