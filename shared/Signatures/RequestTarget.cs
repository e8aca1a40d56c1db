using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tipstaff.Signatures;

/// <summary>What a request asks for, in the parts that signatures cover. Path and query stay as they came: nothing is decoded or resolved.</summary>
/// <remarks>Source: RFC 9421, sections 2.2.2, 2.2.3, 2.2.6 and 2.2.7; RFC 9110, section 4.2.3.</remarks>
public sealed record RequestTarget
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/?#@\\\"<>^`{|}");

    private RequestTarget(string scheme, string authority, string path, string? query)
    {
        Scheme = scheme;
        Authority = authority;
        Path = path;
        Query = query;
    }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string Scheme { get; }

    /// <summary>Host and port, lower case, without the scheme's default port: <c>example.com</c>, <c>[::1]:5210</c>.</summary>
    public string Authority { get; }

    /// <summary>The absolute path as it came, <c>/</c> where it was empty.</summary>
    public string Path { get; }

    /// <summary>The query as it came, with its question mark; null where there is none.</summary>
    public string? Query { get; }

    /// <summary>The whole address.</summary>
    public override string ToString() => $"{Scheme}://{Authority}{Path}{Query}";

    /// <summary>Reads an absolute address, <c>https://example.com/foo?bar</c>, without a user and without a fragment.</summary>
    public static bool TryParse(string? address, [NotNullWhen(true)] out RequestTarget? target)
    {
        target = null;
        var end = address?.IndexOf("://", StringComparison.Ordinal) ?? -1;
        if (address is null || end < 0)
        {
            return false;
        }

        var rest = address.AsSpan(end + 3);
        var authorityEnd = rest.IndexOfAny('/', '?');
        var authority = authorityEnd < 0 ? rest : rest[..authorityEnd];
        return TryCreate(address[..end], authority.ToString(), rest[authority.Length..].ToString(), out target);
    }

    /// <summary>Puts together what a server was sent.</summary>
    /// <param name="scheme">Of the connection: <c>http</c> or <c>https</c>.</param>
    /// <param name="host">The field <c>Host</c>.</param>
    /// <param name="requestTarget">Of the request line, as it came: <c>/foo?bar</c>, or a whole address, which then stands alone.</param>
    /// <param name="target">What was asked for.</param>
    /// <returns>False when no address comes of it: <c>OPTIONS *</c>, <c>CONNECT</c>, a host that is none.</returns>
    public static bool TryParse(string? scheme, string? host, string? requestTarget, [NotNullWhen(true)] out RequestTarget? target)
    {
        target = null;
        return requestTarget is ['/', ..]
            ? scheme is not null && host is not null && TryCreate(scheme, host, requestTarget, out target)
            : TryParse(requestTarget, out target);
    }

    /// <summary>What a client is about to ask for.</summary>
    /// <param name="address">Absolute, http or https.</param>
    /// <param name="host">The field <c>Host</c> where it differs from the address; null where not.</param>
    /// <exception cref="ArgumentException">It is no such address: a fault of the caller.</exception>
    public static RequestTarget Of(Uri address, string? host = null)
    {
        if (!address.IsAbsoluteUri
            || !TryCreate(address.Scheme, host ?? HostOf(address), address.PathAndQuery, out var target))
        {
            throw new ArgumentException("Only requests to an absolute http or https address can be signed.", nameof(address));
        }

        return target;
    }

    private static string HostOf(Uri address)
    {
        var host = address.HostNameType is UriHostNameType.IPv6 ? $"[{address.IdnHost.Trim('[', ']')}]" : address.IdnHost;
        return string.Create(CultureInfo.InvariantCulture, $"{host}:{address.Port}");
    }

    private static bool TryCreate(string scheme, string authority, string pathAndQuery, [NotNullWhen(true)] out RequestTarget? target)
    {
        target = null;
        scheme = scheme.ToLowerInvariant();
        if (scheme is not ("http" or "https")
            || !TryNormalize(authority, scheme == "https" ? 443 : 80, out var host)
            || pathAndQuery.AsSpan().ContainsAnyExceptInRange('!', '~')
            || pathAndQuery.Contains('#', StringComparison.Ordinal))
        {
            return false;
        }

        var question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        target = new(scheme, host, path is "" ? "/" : path, question < 0 ? null : pathAndQuery[question..]);
        return true;
    }

    // EXAMPLE.com:443  -->  example.com
    private static bool TryNormalize(string authority, int defaultPort, [NotNullWhen(true)] out string? normalized)
    {
        normalized = null;
        var colon = authority.LastIndexOf(':');
        var hasPort = colon >= 0 && colon > authority.LastIndexOf(']');
        var host = hasPort ? authority[..colon] : authority;
        var digits = hasPort ? authority[(colon + 1)..] : "";
        var port = defaultPort;
        if (host is "" || host.AsSpan().ContainsAnyExceptInRange('!', '~') || host.AsSpan().ContainsAny(NotInHosts)
            || (host is not ['[', .., ']'] && host.AsSpan().ContainsAny("[]:"))
            || (digits is not "" && !(int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535)))
        {
            return false;
        }

        normalized = port == defaultPort ? host.ToLowerInvariant() : string.Create(CultureInfo.InvariantCulture, $"{host.ToLowerInvariant()}:{port}");
        return true;
    }
}
