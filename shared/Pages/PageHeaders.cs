namespace Tipstaff.Pages;

/// <summary>The security headers with which pages are served.</summary>
public static class PageHeaders
{
    /// <summary><c>Content-Security-Policy</c> of every page: nothing from elsewhere, no script, no inline style.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary><c>Content-Security-Policy</c> of a mail's HTML: its own inline style, and nothing else.</summary>
    public const string MailContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>What every page is served with beside its policy.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Common { get; } =
    [
        new("X-Content-Type-Options", "nosniff"),
        new("Referrer-Policy", "no-referrer"),
        new("Cache-Control", "no-store"),
    ];
}
