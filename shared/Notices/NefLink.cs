using System.Collections.Specialized;
using System.Web;

namespace Tipstaff.Notices;

/// <summary>A link of a notice, and what it tells.</summary>
/// <remarks>Links that a mail filter wrapped in its own (Safe Links, URL Defense) are read as what they lead to.</remarks>
internal sealed class NefLink
{
    private const int MaxLength = 4_096;
    private const int MostWraps = 3;

    private static readonly string[] DocumentFolders = ["doc1", "docs1", "docs2", "docs3", "docs4"];

    private readonly string[] _path;
    private readonly NameValueCollection _query;

    private NefLink(string asWritten, Uri target)
    {
        AsWritten = asWritten;
        Host = target.IdnHost.ToLowerInvariant();
        IsWeb = target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp;
        HasUser = target.UserInfo.Length > 0;
        RawQuery = target.Query.TrimStart('?');
        _path = target.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _query = HttpUtility.ParseQueryString(target.Query);
    }

    /// <summary>As the notice has it.</summary>
    public string AsWritten { get; }

    /// <summary>The host that it leads to, in lower case.</summary>
    public string Host { get; }

    /// <summary>Whether it is http or https.</summary>
    public bool IsWeb { get; }

    /// <summary>Whether it names a user, which no court's link does.</summary>
    public bool HasUser { get; }

    /// <summary>Its query, without the question mark.</summary>
    public string RawQuery { get; }

    /// <summary>Whether it leads to a document.</summary>
    public bool IsDocument => _path.Any(part => DocumentFolders.Contains(part, StringComparer.OrdinalIgnoreCase)) || IsNewDocument;

    /// <summary>Whether it leads to a document of the newer appellate system: <c>https://ca2-showdoc.azurewebsites.us/NDA/…</c>.</summary>
    public bool IsNewDocument => _path.Contains("NDA", StringComparer.OrdinalIgnoreCase);

    /// <summary>The document's id as the link has it, digits only; null for none.</summary>
    public string? DocumentDigits => IsDocument && !IsNewDocument && _path is [.., { Length: > 3 and <= 30 } last] && last.All(char.IsAsciiDigit) ? last : null;

    /// <summary>The case's id: <c>caseid</c>; null for none.</summary>
    public string? CaseId => Digits("caseid");

    /// <summary>The case's id where it is all of the query: <c>DktRpt.pl?546923</c>; null for none.</summary>
    public string? LoneCaseId
    {
        get
        {
            // Of a link within a docket report more follows: ?546923-L_1_0-1
            var end = RawQuery.AsSpan().IndexOfAnyExceptInRange('0', '9') is var stop and >= 0 ? stop : RawQuery.Length;
            return end is > 0 and <= 20 && (end == RawQuery.Length || RawQuery[end] is '-' or '&') ? RawQuery[..end] : null;
        }
    }

    /// <summary>The sequence number of the entry in its case; null for none.</summary>
    public string? Sequence => Digits("de_seq_num");

    /// <summary>The key of the free first look, which belongs to the notice's recipient; null for none.</summary>
    public string? Magic =>
        IsNewDocument ? _path.SkipWhile(part => !part.Equals("NDA", StringComparison.OrdinalIgnoreCase)).Skip(1).FirstOrDefault()
        : Digits("magic_num") ?? (_query["uid"] is { Length: > 0 } uid ? uid : null);

    /// <summary>Reads a link; null where it is none that leads anywhere.</summary>
    public static NefLink? Read(string href)
    {
        var target = href;
        for (var wraps = 0; wraps <= MostWraps; wraps++)
        {
            if (target.Length > MaxLength || !Uri.TryCreate(target.Trim(), UriKind.Absolute, out var uri))
            {
                return null;
            }

            if (Wrapped(uri) is not { } inner || wraps == MostWraps)
            {
                return new NefLink(href, uri);
            }

            target = inner;
        }

        return null;
    }

    // https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fecf… and https://urldefense.com/v3/__https://ecf…__;!!…
    private static string? Wrapped(Uri uri)
    {
        if (uri.Host.EndsWith(".safelinks.protection.outlook.com", StringComparison.OrdinalIgnoreCase))
        {
            return HttpUtility.ParseQueryString(uri.Query)["url"];
        }

        if (!uri.Host.EndsWith("urldefense.com", StringComparison.OrdinalIgnoreCase) && !uri.Host.EndsWith("urldefense.us", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = uri.OriginalString;
        var start = text.IndexOf("__", StringComparison.Ordinal);
        var end = start < 0 ? -1 : text.IndexOf("__;", start + 2, StringComparison.Ordinal);
        return end < 0 ? null : text[(start + 2)..end];
    }

    private string? Digits(string name) => _query[name] is { Length: > 0 and <= 30 } value && value.All(char.IsAsciiDigit) ? value : null;
}
