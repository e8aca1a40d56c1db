using System.Net;
using System.Runtime.CompilerServices;
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

    /// <summary>The character of a reference like <c>&amp;#x3C;</c>, which district courts write by the dozen; 0 where it is none.</summary>
    /// <param name="bytes">They begin with <c>&amp;</c>; the sixth is <c>;</c>.</param>
    public static byte UsualAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes[1] != '#' || bytes[2] != 'x')
        {
            return 0;
        }

        var value = (HexDigit(bytes[3]) << 4) | HexDigit(bytes[4]);
        return value is >= ' ' and < 0x7F ? (byte)value : (byte)0;
    }

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
        if (!TryParse(digits, out var value))
        {
            return false;
        }

        if (value is >= ' ' and < 0x7F)
        {
            target[0] = (byte)value;
            written = 1;
            return true;
        }

        value = value is >= 0x80 and <= 0x9F ? OfWindows1252(value) : value;
        if (!Rune.TryCreate(value, out var rune))
        {
            return false;
        }

        written = IsDropped(rune.Value) ? 0 : rune.EncodeToUtf8(target);
        return true;
    }

    // 38, x26
    private static bool TryParse(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        var isHex = digits.Length > 0 && (digits[0] | 0x20) == 'x';
        digits = isHex ? digits[1..] : digits;
        foreach (var letter in digits)
        {
            var digit = isHex ? HexDigit(letter) : letter - '0';
            if (digit is < 0 or > 15 || (!isHex && digit > 9))
            {
                return false;
            }

            value = (value * (isHex ? 16 : 10)) + digit;
            if (value > 0x10FFFF)
            {
                return false;
            }
        }

        return digits.Length > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HexDigit(byte letter) =>
        letter is >= (byte)'0' and <= (byte)'9' ? letter - '0'
        : (letter | 0x20) is var lower and >= 'a' and <= 'f' ? lower - 'a' + 10
        : -1;

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
