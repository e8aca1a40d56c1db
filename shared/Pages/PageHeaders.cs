using Microsoft.AspNetCore.Http;

namespace Tipstaff.Pages;

/// <summary>The security headers with which pages are served.</summary>
public static class PageHeaders
{
    /// <summary><c>Content-Security-Policy</c> of every page: nothing from elsewhere, no script, no inline style.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary><c>Content-Security-Policy</c> of the pages that have a script: our own file, which asks nobody but us. A page that bears a link's token has none.</summary>
    public const string ScriptContentSecurityPolicy = ContentSecurityPolicy + "; script-src 'self'; connect-src 'self'";

    /// <summary><c>Content-Security-Policy</c> of a mail's HTML: its own inline style, and nothing else.</summary>
    public const string MailContentSecurityPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

    /// <summary>Sets what every answer bears, page or not.</summary>
    public static void AddCommon(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }
}
