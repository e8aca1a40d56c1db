namespace Tipstaff.Mail;

/// <summary>Writes the plain text of a request for confirmation.</summary>
internal static class ConfirmationMailText
{
    private const int Indent = 4;

    public static string Write(ConfirmationMail mail)
    {
        var lines = new TextLines()
            .Paragraph(mail.Request)
            .Blank();
        foreach (var docket in mail.Dockets)
        {
            lines.Paragraph(docket.Docket, Indent).Paragraph(docket.CourtName, Indent);
            foreach (var term in docket.Terms)
            {
                lines.Paragraph(term, Indent);
            }

            lines.Blank();
        }

        if (mail.Further > 0)
        {
            lines.Paragraph($"and {mail.Further} more", Indent).Blank();
        }

        return lines
            .Link("To get the news, confirm", mail.Confirm)
            .Paragraph($"The link works until {mail.ValidUntil}.")
            .Paragraph(ConfirmationMail.Later)
            .Blank()
            .Paragraph("If you did not ask, do nothing: nothing will be sent.")
            .Blank()
            .Paragraph($"Questions: {mail.Contact}")
            .ToString();
    }
}
