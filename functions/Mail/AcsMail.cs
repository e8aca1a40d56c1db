using Azure.Communication.Email;
using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Mail;

/// <summary>Our mail as Communication Services takes it.</summary>
internal static class AcsMail
{
    private const string MessageId = "Message-ID";
    private const string ValidateMessageId = "x-ms-acsemail-validate-message-id";

    /// <summary>The id under which the service knows the handing over of a message, the same however often it is tried.</summary>
    public static Guid OperationId(IdempotencyKey key) => Guid.ParseExact(key.Value, "N");

    /// <summary>The message whose handing over has this id; null where no message of ours can.</summary>
    public static IdempotencyKey? KeyOf(string? operationId) =>
        Guid.TryParse(operationId, out var id) && IdempotencyKey.TryParse(id.ToString("N"), null, out var key) ? key : null;

    /// <summary>The mail.</summary>
    /// <param name="mail">Ours; the sender's display name is the service's to set.</param>
    /// <param name="sender">The sender's address as the service knows it.</param>
    /// <param name="leftOut">Headers that it is to go without.</param>
    public static EmailMessage Of(OutgoingMail mail, string sender, IReadOnlySet<string> leftOut)
    {
        var content = new EmailContent(mail.Subject) { PlainText = mail.Text, Html = mail.Html };
        // Counting who opens what would need images and links of others in it.
        var message = new EmailMessage(sender, mail.To.Mailbox, content) { UserEngagementTrackingDisabled = true };
        foreach (var (name, value) in HeadersOf(mail).Where(header => !leftOut.Contains(header.Key) && !string.IsNullOrWhiteSpace(header.Value)))
        {
            message.Headers[name] = value;
        }

        return message;
    }

    // Which of these the service lets pass is not documented: Acs:LeaveOutHeaders is the way out.
    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(OutgoingMail mail)
    {
        yield return new(MessageId, $"<{mail.MessageId}>");
        // Else an id that was used before would quietly give way to another, and a second copy would go out under it.
        yield return new(ValidateMessageId, "true");
        if (mail.References is [.., var parent])
        {
            yield return new("In-Reply-To", $"<{parent}>");
            yield return new("References", string.Join(' ', mail.References.Select(id => $"<{id}>")));
        }

        foreach (var header in mail.Headers)
        {
            yield return header;
        }
    }
}
