using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Pages;

/// <summary>What the list of mails shows.</summary>
/// <param name="Mails">The newest, newest first.</param>
/// <param name="Counts">How full the outbox is.</param>
public sealed record OutboxModel(IReadOnlyList<MailLine> Mails, OutboxCounts Counts)
{
    /// <summary>The list from what is stored.</summary>
    public static OutboxModel Of(IReadOnlyList<OutboxRow> mails, OutboxCounts counts, CourtDirectory courts, DateTimeOffset now) =>
        new([.. mails.Select(mail => MailLine.Of(mail, courts, hasOutbox: true, now))], counts);
}

/// <summary>One mail as its reader will see it.</summary>
/// <param name="Key">Its key; its HTML is served at <c>/outbox/KEY/html</c>.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Headers">Its headers in order, decoded.</param>
/// <param name="Text">Its plain text.</param>
public sealed record OutboxMailModel(string Key, string Subject, IReadOnlyList<KeyValuePair<string, string>> Headers, string Text)
{
    /// <summary>The page of a mail as it was composed.</summary>
    public static OutboxMailModel Of(OutgoingMail mail) => new(
        mail.Key.Value,
        mail.Subject,
        [
            new("From", $"{mail.FromName} <{mail.From.Value}>"),
            new("To", mail.To.Value),
            new("Date", mail.Date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)),
            new("Message-ID", $"<{mail.MessageId}>"),
            .. mail.References.Select(reference => KeyValuePair.Create("References", $"<{reference}>")),
            .. mail.Headers,
        ],
        mail.Text);
}
