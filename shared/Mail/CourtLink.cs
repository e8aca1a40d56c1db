namespace Tipstaff.Mail;

/// <summary>Decides whether a link of a feed may be shown to a reader.</summary>
public static class CourtLink
{
    /// <summary>Longest link that is shown, in characters; real ones have under 150.</summary>
    public const int MaxLength = 500;

    /// <summary>
    /// The link if it leads to a court: absolute, http or https, without user info, to a host below <c>uscourts.gov</c>.
    /// It is shown as written, http stays http, but what a URL may not hold is percent-encoded.
    /// </summary>
    /// <param name="link">As the feed wrote it; may be null.</param>
    /// <returns>Null where it may not be shown: any other scheme or host, controls or blanks within, too long.</returns>
    public static Uri? Of(string? link)
    {
        var text = link.AsSpan().Trim();
        if (text.IsEmpty || text.Length > MaxLength || text.ContainsAnyExceptInRange('!', '~') || text.ContainsAny("\\\"<>`"))
        {
            return null;
        }

        return Uri.TryCreate(text.ToString(), UriKind.Absolute, out var uri)
            && uri is { Scheme: "https" or "http", UserInfo: "" }
            && !uri.GetLeftPart(UriPartial.Authority).Contains('@', StringComparison.Ordinal)
            && uri.Host.EndsWith(".uscourts.gov", StringComparison.OrdinalIgnoreCase)
            && uri.AbsoluteUri.Length <= MaxLength
            ? uri
            : null;
    }
}
