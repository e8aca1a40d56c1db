using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>A mail to Ada about Doe v. Roe.</summary>
internal static class SomeMail
{
    public static IdempotencyKey Key(int number = 1) => IdempotencyKey.Parse(number.ToString("x32"));

    public static OutgoingMail Of(
        int number = 1,
        string to = "ada@example.com",
        string from = "alerts@tipstaff.example",
        string fromName = "Tipstaff",
        string subject = "[nysd 1:26-cv-01234] Doe v. Roe: Notice of Appearance",
        string text = "Notice of Appearance\nin Doe v. Roe\n",
        string html = "<p>Notice of Appearance</p>\n",
        string? messageId = null,
        string[]? references = null,
        params (string Name, string Value)[] headers) =>
        new()
        {
            Key = Key(number),
            From = EmailAddress.Parse(from),
            FromName = fromName,
            To = EmailAddress.Parse(to),
            Subject = subject,
            Date = Some.Monday9Am,
            MessageId = messageId ?? $"{Key(number)}@tipstaff.example",
            References = references ?? [],
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
            Text = text,
            Html = html,
        };
}
