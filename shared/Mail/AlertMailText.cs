namespace Tipstaff.Mail;

/// <summary>Writes the plain text of an alert's mail.</summary>
internal static class AlertMailText
{
    private const int Indent = 4;

    public static string Write(AlertMail mail)
    {
        var lines = new TextLines();
        if (mail.Caption is not "")
        {
            lines.Paragraph(mail.Caption);
        }

        lines.Paragraph(mail.Docket).Paragraph(mail.CourtName).Blank();
        foreach (var entry in mail.Entries)
        {
            lines.Paragraph($"{(entry.Number is null ? "(no number)" : entry.Number + ".")} {entry.Labels}", indent: 0, hanging: Indent);
            lines.Paragraph(entry.Entered, Indent);
            if (entry.Document is not null)
            {
                lines.Link("Document", entry.Document, Indent);
            }

            lines.Blank();
        }

        if (mail.LeftOut is not null)
        {
            lines.Paragraph(mail.LeftOut).Blank();
        }

        if (mail.DocketLink is not null)
        {
            lines.Link("Docket sheet", mail.DocketLink).Blank();
        }

        foreach (var note in mail.Notes)
        {
            lines.Paragraph(note).Blank();
        }

        return lines
            .Paragraph("You asked Tipstaff to follow this docket.")
            .Link("Manage your subscriptions", mail.Manage)
            .Link("Unsubscribe from this docket", mail.Unsubscribe)
            .Paragraph($"Questions: {mail.Contact}")
            .ToString();
    }
}
