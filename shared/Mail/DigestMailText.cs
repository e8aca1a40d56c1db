namespace Tipstaff.Mail;

/// <summary>Writes the plain text of a digest.</summary>
internal static class DigestMailText
{
    public static string Write(DigestMail mail)
    {
        var lines = new TextLines().Paragraph(mail.Title).Blank();
        foreach (var section in mail.Sections)
        {
            if (section.Caption is not "")
            {
                lines.Paragraph(section.Caption);
            }

            lines.Paragraph(section.Docket).Paragraph(section.CourtName).Blank();
            AlertMailText.WriteEntries(lines, section.Entries, section.LeftOut, section.DocketLink, section.Notes);
        }

        return lines
            .Paragraph("You asked Tipstaff for digests of this news.")
            .Link("Manage your subscriptions", mail.Manage)
            .Link("Unsubscribe from all that comes in digests", mail.Unsubscribe)
            .Paragraph($"Questions: {mail.Contact}")
            .ToString();
    }
}
