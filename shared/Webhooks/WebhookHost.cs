using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tipstaff.Webhooks;

/// <summary>What the host of a webhook's URL turned out to be.</summary>
internal abstract record WebhookHost
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    // Names that mean this machine, its network or its cloud (RFC 6761, 6762, 7686, 8375, 9476), or that networks use as if they did.
    private static readonly string[] ClosedSuffixes =
    [
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "arpa",
        "onion", "alt", "test", "invalid", "example",
    ];

    private WebhookHost()
    {
    }

    /// <summary>It may be public.</summary>
    /// <param name="Host">A name in ASCII and lower case, or a public address in its usual spelling, without brackets.</param>
    public sealed record Named(string Host) : WebhookHost;

    /// <summary>It is not.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Refused(string Reason) : WebhookHost;

    /// <summary>Reads the host of a URL.</summary>
    /// <param name="host">As it stands in the URL, with the brackets of an IPv6 address.</param>
    public static WebhookHost Read(string host) =>
        host.StartsWith('[') || host.Contains(':', StringComparison.Ordinal) ? OfIPv6(host)
        : Ascii(host) is not { } name ? new Refused("The URL has no valid host name: give one like https://hooks.example.com/tipstaff.")
        : EndsInNumber(name) ? OfIPv4(name)
        : OfName(name);

    private static WebhookHost OfName(string name)
    {
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            return new Refused("The host of the URL has a single word for its name, which only a local network knows: give its full name on the internet.");
        }

        return ClosedSuffixes.FirstOrDefault(suffix => name.EndsWith($".{suffix}", StringComparison.Ordinal)) is { } closed
            ? new Refused($"The name of the URL's host ends in .{closed}, which is not public: give its name on the internet.")
            : new Named(name);
    }

    private static WebhookHost OfIPv4(string name) =>
        IPAddress.TryParse(name, out var address) && address.AddressFamily is AddressFamily.InterNetwork && address.ToString() == name
            ? OfAddress(address)
            : new Refused("The host of the URL is an address in an unusual form: give its name, or the address as four decimal numbers.");

    private static WebhookHost OfIPv6(string host) =>
        host is ['[', .. var inner, ']'] && !inner.Contains('%', StringComparison.Ordinal)
            && IPAddress.TryParse(inner, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6
            ? OfAddress(PublicAddress.Plain(address))
            : new Refused("The host of the URL is no valid address: give its name, or an IPv6 address in brackets.");

    private static WebhookHost OfAddress(IPAddress address) =>
        PublicAddress.SpecialUse(address) is { } use
            ? new Refused($"The host of the URL is an address that is for {use}: webhooks go to hosts on the public internet only.")
            : new Named(address.ToString());

    // Resolvers take for an address whatever ends in a number: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.
    private static bool EndsInNumber(string name)
    {
        var last = name[(name.LastIndexOf('.') + 1)..];
        return last.All(char.IsAsciiDigit) || (last.StartsWith("0x", StringComparison.Ordinal) && last[2..].All(char.IsAsciiHexDigit));
    }

    // Only letters beyond ASCII: wide digits, dots and circled letters are what programs turn into other hosts. Without culture data
    // nothing is composed or folded here, so that letters which would have to be are refused; their xn-- form is not.
    private static string? Ascii(string host)
    {
        if (host.Length is 0 or > MaxNameLength
            || !host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' || (c > '\u009f' && IsLetterOrMark(c))))
        {
            return null;
        }

        try
        {
            var name = Idn.GetAscii(host.ToLowerInvariant()).ToLowerInvariant();
            return name.Length <= MaxNameLength && name.Split('.').All(IsLabel) ? name : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLabel(string label) =>
        label is { Length: > 0 and <= MaxLabelLength } && label[0] is not '-' && label[^1] is not '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-');

    private static bool IsLetterOrMark(char c) =>
        c is not ((>= '\u0300' and <= '\u036f') or >= '\uf900')
        && (char.IsLetter(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark);
}
