namespace Tipstaff.Mail;

/// <summary>Writes the plain text of a mail to operators.</summary>
internal static class OperatorMailText
{
    private const int Indent = 4;

    public static string Write(OperatorMail mail)
    {
        var lines = new TextLines();
        foreach (var notice in mail.Notices)
        {
            lines.Paragraph(notice.Kind).Paragraph(notice.At, Indent).Paragraph(notice.Text, Indent).Blank();
        }

        return lines
            .Paragraph("You get this as the operator of this installation (setting Operators__Address).")
            .ToString();
    }
}
