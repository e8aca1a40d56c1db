using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api;

/// <summary>Tells a form of our own pages from one that another site has its visitors send.</summary>
internal static class FormOrigin
{
    /// <summary>Whether the request says of itself that another site had it sent. One that says nothing is no browser's of today.</summary>
    /// <remarks>
    /// <c>Sec-Fetch-Site</c> is set by the browser alone; <c>Origin</c> is asked only where that is missing, and is <c>null</c> on our own
    /// forms, as our pages send no referrer.
    /// </remarks>
    /// <param name="request">The request.</param>
    /// <param name="site">The public address of this installation; null when not known.</param>
    public static bool IsForeign(HttpRequest request, Uri? site)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var fetched))
        {
            return fetched.ToString() is not ("same-origin" or "none");
        }

        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && origin is not "null"
            && !IsSame(origin, $"{request.Scheme}://{request.Host}")
            && !IsSame(origin, site?.GetLeftPart(UriPartial.Authority));
    }

    private static bool IsSame(string origin, string? other) => string.Equals(origin, other, StringComparison.OrdinalIgnoreCase);
}
