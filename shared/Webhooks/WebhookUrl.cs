using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff.Webhooks;

/// <summary>
/// Where a subscriber takes webhooks: https, without user info and fragment, on port 443 or one from 1024 on, at a host that may
/// be public. What its name leads to is judged at each connection.
/// </summary>
/// <remarks>Path and query may bear a token of the receiver's: only its owner is shown more than <see cref="ToString"/>, and it is never logged.</remarks>
[JsonConverter(typeof(WebhookUrlJsonConverter))]
public sealed record WebhookUrl : IParsable<WebhookUrl>
{
    /// <summary>Longest URL, in characters of its one spelling.</summary>
    public const int MaxLength = 2_000;

    private const string Scheme = "https://";
    private const int HttpsPort = 443;
    private const int FirstFreePort = 1024;

    private WebhookUrl(Uri uri) => (Uri, Value, Host) = (uri, uri.AbsoluteUri, uri.IdnHost);

    /// <summary>Its one spelling, in ASCII: host in lower case and as punycode, no default port. Two with the same are equal.</summary>
    public string Value { get; }

    /// <summary>The host, as its name is resolved: in ASCII, or a public address without brackets. For limits on how often a host is asked.</summary>
    public string Host { get; }

    /// <summary>For the request.</summary>
    internal Uri Uri { get; }

    /// <summary>Reads what a subscriber gave.</summary>
    /// <param name="text">As it came; blanks around it do not count.</param>
    public static WebhookUrlReading Read(string? text)
    {
        var given = text?.Trim() ?? "";
        if (given.Length > MaxLength)
        {
            return Refuse($"The URL is longer than {MaxLength:N0} characters: give a shorter one.");
        }

        // Programs disagree on what these mean, or drop them.
        if (given.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || char.IsSurrogate(c) || c is '\\'))
        {
            return Refuse("The URL has blanks, backslashes or characters that cannot be seen: percent-encode them.");
        }

        if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return Refuse("Webhooks go to https only: give a URL that starts with https://.");
        }

        var rest = given[Scheme.Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?', '#');
        var (authority, path) = end < 0 ? (rest, "") : (rest[..end], rest[end..]);
        if (path.Contains('#', StringComparison.Ordinal))
        {
            return Refuse("The URL has a fragment, which no server is told: leave out # and what follows it.");
        }

        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return Refuse("The URL has a user name or password in it: leave them out, our signature says who is calling.");
        }

        return SplitPort(authority) is var (host, port)
            ? WebhookHost.Read(host) switch
            {
                WebhookHost.Named named => Of(named.Host, port, path),
                WebhookHost.Refused refused => Refuse(refused.Reason),
                _ => throw new System.Diagnostics.UnreachableException(),
            }
            : Refuse($"The port of the URL is not allowed: use {HttpsPort}, or one from {FirstFreePort} to 65535.");
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out WebhookUrl result)
    {
        result = (Read(s) as WebhookUrlReading.Valid)?.Url;
        return result is not null;
    }

    /// <inheritdoc/>
    public static WebhookUrl Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var url) ? url : throw new FormatException("That is no URL for webhooks.");

    /// <inheritdoc/>
    public bool Equals(WebhookUrl? other) => Value == other?.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Value);

    /// <summary>Scheme, host and port: path and query may be secret.</summary>
    public override string ToString() => $"{Uri.GetLeftPart(UriPartial.Authority)}/…";

    private static WebhookUrlReading Of(string host, int port, string path)
    {
        var bracketed = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var authority = port == HttpsPort ? bracketed : string.Create(CultureInfo.InvariantCulture, $"{bracketed}:{port}");
        var canonical = $"{Scheme}{authority}{(path.StartsWith('/') ? "" : "/")}{path}";

        // The request goes by what Uri understands, so that must be what was judged.
        if (!Uri.TryCreate(canonical, UriKind.Absolute, out var uri) || uri.IdnHost != host || uri.Port != port)
        {
            return Refuse("That is no URL: give one like https://hooks.example.com/tipstaff.");
        }

        return uri.AbsoluteUri.Length > MaxLength
            ? Refuse($"The URL is longer than {MaxLength:N0} characters once it is encoded: give a shorter one.")
            : new WebhookUrlReading.Valid(new WebhookUrl(uri));
    }

    // hooks.example.com:8443  -->  hooks.example.com, 8443
    private static (string Host, int Port)? SplitPort(string authority)
    {
        var colon = authority.LastIndexOf(':');
        if (colon < 0 || authority.EndsWith(']'))
        {
            return (authority, HttpsPort);
        }

        return int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is HttpsPort or (>= FirstFreePort and <= 65535)
            ? (authority[..colon], port)
            : null;
    }

    private static WebhookUrlReading.Refused Refuse(string reason) => new(reason);
}

/// <summary>What a URL that a subscriber gave turned out to be.</summary>
public abstract record WebhookUrlReading
{
    private WebhookUrlReading()
    {
    }

    /// <summary>Webhooks may go there, as far as the URL alone tells.</summary>
    /// <param name="Url">The URL.</param>
    public sealed record Valid(WebhookUrl Url) : WebhookUrlReading;

    /// <summary>No webhook may go there.</summary>
    /// <param name="Reason">What is wrong and what to do, in a sentence that repeats nothing secret.</param>
    public sealed record Refused(string Reason) : WebhookUrlReading;
}

internal sealed class WebhookUrlJsonConverter : JsonConverter<WebhookUrl>
{
    public override WebhookUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WebhookUrl.TryParse(reader.GetString(), provider: null, out var url) ? url : throw new JsonException("A stored webhook URL is not valid.");

    public override void Write(Utf8JsonWriter writer, WebhookUrl value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
