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

    private EmailAddress(string value) => Value = value;

    /// <summary>The address as given, trimmed, its domain in lower case. At most 254 bytes; the local part may be UTF-8 (RFC 6531).</summary>
    public string Value { get; }

    /// <summary>What two spellings of one mailbox have in common: the whole address in lower case.</summary>
    public string Normalized => Value.ToLowerInvariant();

    /// <summary>Whether it needs SMTPUTF8 on the way.</summary>
    public bool IsInternational => !System.Text.Ascii.IsValid(Value);

    /// <summary>Reads an address in dot-atom form; quoted local parts, address literals and comments are refused.</summary>
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
        if (System.Text.Encoding.UTF8.GetByteCount(local) <= 64 && IsDotAtom(local) && IsDomain(domain))
        {
            address = new EmailAddress($"{local}@{domain}");
        }

        return address is not null;
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
        local.Split('.').All(atom => atom.Length > 0 && atom.All(IsAtomText));

    private static bool IsAtomText(char c) =>
        char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal)
        || (c > '\u009f' && (char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark));

    private static bool IsDomain(string domain)
    {
        if (!domain.Contains('.', StringComparison.Ordinal) && domain != "localhost")
        {
            return false;
        }

        try
        {
            return Idn.GetAscii(domain) is { Length: <= 253 } ascii && !ascii.EndsWith('.') && !ascii.AsSpan().ContainsAny("_[]: ");
        }
        catch (ArgumentException)
        {
            return false;
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
