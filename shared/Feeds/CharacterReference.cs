using System.Globalization;
using System.Net;
using System.Text;

namespace Tipstaff.Feeds;

/// <summary>Character references as courts write them: <c>&amp;amp;</c>, <c>&amp;#39;</c>, <c>&amp;#x3C;</c>, <c>&amp;sect;</c>.</summary>
internal static class CharacterReference
{
    private const int MaxLength = 32;

    // What browsers make of 0x80-0x9F, in a reference as in a byte; 0 is no character.
    private static ReadOnlySpan<char> Windows1252 =>
        "\u20AC\0\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\0\u017D\0\0\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\0\u017E\u0178";

    /// <summary>What the byte 0x80-0x9F is in the code page that courts' staff paste from; <c>\0</c> for nothing.</summary>
    public static char OfWindows1252(int value) => Windows1252[value - 0x80];

    /// <summary>Reads the reference at the start of the bytes.</summary>
    /// <param name="bytes">They begin with <c>&amp;</c>.</param>
    /// <param name="target">Where the character goes, as UTF-8; never longer than the reference.</param>
    /// <param name="length">Length of the reference.</param>
    /// <param name="written">Bytes written; 0 for a control character.</param>
    /// <returns>False where it is none: then it stays as text.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Span<byte> target, out int length, out int written)
    {
        written = 0;
        length = bytes[..Math.Min(bytes.Length, MaxLength)].IndexOf((byte)';') + 1;
        if (length < 3)
        {
            return false;
        }

        var name = bytes[1..(length - 1)];
        return name[0] == '#' ? TryReadNumber(name[1..], target, out written) : TryReadName(name, target, out written);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, Span<byte> target, out int written)
    {
        written = 0;
        var isHex = digits.Length > 0 && (digits[0] | 0x20) == 'x';
        digits = isHex ? digits[1..] : digits;
        if (!int.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        value = value is >= 0x80 and <= 0x9F ? OfWindows1252(value) : value;
        if (!Rune.TryCreate(value, out var rune))
        {
            return false;
        }

        written = IsDropped(rune.Value) ? 0 : rune.EncodeToUtf8(target);
        return true;
    }

    private static bool TryReadName(ReadOnlySpan<byte> name, Span<byte> target, out int written)
    {
        var simple = name.Length switch
        {
            2 when Ascii.EqualsIgnoreCase(name, "lt"u8) => '<',
            2 when Ascii.EqualsIgnoreCase(name, "gt"u8) => '>',
            3 when Ascii.EqualsIgnoreCase(name, "amp"u8) => '&',
            4 when Ascii.EqualsIgnoreCase(name, "quot"u8) => '"',
            4 when Ascii.EqualsIgnoreCase(name, "apos"u8) => '\'',
            _ => '\0',
        };
        if (simple != '\0')
        {
            target[0] = (byte)simple;
            written = 1;
            return true;
        }

        foreach (var letter in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter))
            {
                written = 0;
                return false;
            }
        }

        var reference = $"&{Encoding.ASCII.GetString(name)};";
        var text = WebUtility.HtmlDecode(reference);
        return Encoding.UTF8.TryGetBytes(text, target, out written) && text != reference;
    }

    private static bool IsDropped(int value) => value is < 0x20 and not ('\t' or '\n' or '\r') or (>= 0x7F and <= 0x9F);
}
