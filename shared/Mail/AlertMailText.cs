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
        WriteEntries(lines, mail.Entries, mail.LeftOut, mail.DocketLink, mail.Notes);
        return lines
            .Paragraph(mail.Asked)
            .Link("Manage your subscriptions", mail.Manage)
            .Link(mail.UnsubscribeFrom, mail.Unsubscribe)
            .Paragraph($"Questions: {mail.Contact}")
            .ToString();
    }

    /// <summary>Writes the entries of one docket with what belongs to them.</summary>
    public static void WriteEntries(
        TextLines lines, IReadOnlyList<AlertMailEntry> entries, string? leftOut, Uri? docketLink, IReadOnlyList<string> notes)
    {
        foreach (var entry in entries)
        {
            lines.Paragraph($"{(entry.Number is null ? "(no number)" : entry.Number + ".")} {entry.Labels}", indent: 0, hanging: Indent);
            lines.Paragraph(entry.Entered, Indent);
            if (entry.Document is not null)
            {
                lines.Link("Document", entry.Document, Indent);
            }

            lines.Blank();
        }

        if (leftOut is not null)
        {
            lines.Paragraph(leftOut).Blank();
        }

        if (docketLink is not null)
        {
            lines.Link("Docket sheet", docketLink).Blank();
        }

        foreach (var note in notes)
        {
            lines.Paragraph(note).Blank();
        }
    }
}
