using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff.Subscriptions;

/// <summary>A subscriber's e-mail address. The only personal data: never logged, never put into a URL.</summary>
[JsonConverter(typeof(EmailAddressJsonConverter))]
public sealed record EmailAddress : IParsable<EmailAddress>
{
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    private EmailAddress(string value, string mailbox) => (Value, Mailbox) = (value, mailbox);

    /// <summary>
    /// The address as given, trimmed, its domain in lower case and in letters of its language, however it was spelled. At most 254 bytes;
    /// the local part may be UTF-8 (RFC 6531).
    /// </summary>
    public string Value { get; }

    /// <summary>The address as mail servers are told it: its domain in ASCII (RFC 5891), as only the local part needs SMTPUTF8 then.</summary>
    public string Mailbox { get; }

    /// <summary>
    /// What two spellings of one mailbox have in common: the address with its ASCII letters in lower case. Other letters stay: the lower case of some is an
    /// ASCII letter (U+212A, the Kelvin sign), and nobody may become somebody else by that.
    /// </summary>
    public string Normalized => new([.. Value.Select(c => char.IsAsciiLetterUpper(c) ? char.ToLowerInvariant(c) : c)]);

    /// <summary>
    /// The plainest address of the same inbox, as far as the spelling tells: without what stands behind a plus (RFC 5233), and at Gmail without
    /// dots, which it passes over.
    /// </summary>
    public EmailAddress Inbox
    {
        get
        {
            var (local, domain) = (Value[..Value.LastIndexOf('@')], Domain);
            var plain = local.IndexOf('+', StringComparison.Ordinal) is > 0 and var plus ? local[..plus] : local;
            var undotted = domain is "gmail.com" or "googlemail.com" ? (plain.Replace(".", "", StringComparison.Ordinal), "gmail.com") : (plain, domain);
            return TryParse($"{undotted.Item1}@{undotted.Item2}", out var inbox) ? inbox : this;
        }
    }

    /// <summary>Its domain in ASCII and lower case.</summary>
    public string Domain => Mailbox[(Mailbox.LastIndexOf('@') + 1)..];

    /// <summary>Whether it needs SMTPUTF8 on the way.</summary>
    public bool IsInternational => !System.Text.Ascii.IsValid(Mailbox);

    /// <summary>
    /// Reads an address in dot-atom form. Quoted local parts, address literals and comments are refused, and so is a local part with an
    /// encoded word (RFC 2047), which some servers decode to another address.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var trimmed = text?.Trim() ?? "";
        var at = trimmed.LastIndexOf('@');
        if (at < 1 || System.Text.Encoding.UTF8.GetByteCount(trimmed) > 254)
        {
            return false;
        }

        var (local, domain) = (trimmed[..at], trimmed[(at + 1)..].ToLowerInvariant());
        if (System.Text.Encoding.UTF8.GetByteCount(local) > 64 || !IsDotAtom(local) || Ascii(domain) is not { } ascii || local.Length + ascii.Length >= 254)
        {
            return false;
        }

        address = new EmailAddress($"{local}@{Idn.GetUnicode(ascii)}", $"{local}@{ascii}");
        return true;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EmailAddress result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static EmailAddress Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, out var address) ? address : throw new FormatException("That is no e-mail address.");

    /// <summary>Stars: an address that is formatted by accident does not show.</summary>
    public override string ToString() => "***";

    private static bool IsDotAtom(string local) =>
        local.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtomText)) && !local.Contains("=?", StringComparison.Ordinal);

    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal)
        || (c > '\u009f' && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));

    // exämple.de  -->  xn--exmple-cua.de; null for what is no domain, an IP address among others
    private static string? Ascii(string domain)
    {
        try
        {
            return Idn.GetAscii(domain) is { Length: <= 253 } ascii
                && (ascii.Contains('.', StringComparison.Ordinal) || ascii == "localhost")
                && !ascii.EndsWith('.') && !ascii.AsSpan().ContainsAny("_[]: ")
                && ascii[(ascii.LastIndexOf('.') + 1)..].Any(c => !char.IsAsciiDigit(c))
                && Idn.GetUnicode(ascii).Length > 0
                    ? ascii
                    : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

internal sealed class EmailAddressJsonConverter : JsonConverter<EmailAddress>
{
    public override EmailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EmailAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("A stored e-mail address is not valid.");

    public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
