namespace Tipstaff.Pages;

/// <summary>Makes a mail's HTML fit for the frame in which <c>/outbox/KEY</c> shows it.</summary>
public static class MailPreview
{
    /// <summary>The HTML with its links opening in the window around the frame, where forms work: the frame's own are switched off.</summary>
    public static string Framed(string html)
    {
        const string Base = "<base target=\"_top\">";
        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return head < 0 ? Base + html : html.Insert(head + "<head>".Length, Base);
    }
}
