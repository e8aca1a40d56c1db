namespace Tipstaff.Mail;

/// <summary>Writes the plain text of a request for confirmation.</summary>
internal static class ConfirmationMailText
{
    private const int Indent = 4;

    public static string Write(ConfirmationMail mail)
    {
        var lines = new TextLines()
            .Paragraph("Somebody, you we hope, asked Tipstaff to send news of these federal court dockets to this address:")
            .Blank();
        foreach (var docket in mail.Dockets)
        {
            lines.Paragraph(docket.Docket, Indent).Paragraph(docket.CourtName, Indent).Blank();
        }

        if (mail.Further > 0)
        {
            lines.Paragraph($"and {mail.Further} more", Indent).Blank();
        }

        return lines
            .Paragraph("To get it, open this page and press its button:")
            .Link("Confirm", mail.Confirm)
            .Paragraph($"The link works until {mail.ValidUntil}.")
            .Blank()
            .Paragraph("If you did not ask, do nothing: nothing will be sent.")
            .Blank()
            .Paragraph($"Questions: {mail.Contact}")
            .ToString();
    }
}
