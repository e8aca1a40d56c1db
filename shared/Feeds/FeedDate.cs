using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tipstaff.Feeds;

/// <summary>Reads the dates of feeds: RFC 822 as courts write it, and what else tells a moment beyond doubt.</summary>
/// <remarks>
/// A date without a zone, or with one that is not known, counts as GMT, as RFC 2822 has it. The words may come in any
/// order, with or without weekday and seconds. Years outside 1980-2100 are no dates of a docket.
/// </remarks>
internal static class FeedDate
{
    private static readonly SearchValues<byte> TimeCharacters = SearchValues.Create("0123456789:."u8);

    private const int MaxLength = 64;

    private static readonly SearchValues<byte> Separators = SearchValues.Create(" \t\r\n,"u8);

    /// <summary>Reads a moment.</summary>
    /// <param name="text">Decoded: <c>Fri, 03 Feb 2023 10:58:42 MST</c>, <c>2023-02-03T10:58:42-07:00</c>.</param>
    /// <returns>It, with the offset that the court wrote; null where it is missing or not readable.</returns>
    public static DateTimeOffset? Read(ReadOnlySpan<byte> text)
    {
        text = text.Length > MaxLength ? default : Markup.Trim(text);
        return TryReadUsual(text, out var usual) ? Build(usual) : Build(text);
    }

    // Wed, 18 Apr 2018 00:09:55 GMT, which nearly all courts write
    private static bool TryReadUsual(ReadOnlySpan<byte> text, out Parts parts)
    {
        parts = default;
        if (text.Length < 28 || text[3] != ',' || text[4] != ' ' || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':'
            || text[22] != ':' || text[25] != ' ' || FeedDateWords.Zone(text[26..]) is not { } offset)
        {
            return false;
        }

        parts = new Parts
        {
            Day = TwoDigits(text[5], text[6]),
            Month = FeedDateWords.Month(text[8..11]),
            Year = (TwoDigits(text[12], text[13]) * 100) + TwoDigits(text[14], text[15]),
            Hour = TwoDigits(text[17], text[18]),
            Minute = TwoDigits(text[20], text[21]),
            Second = TwoDigits(text[23], text[24]),
            Offset = offset,
        };
        return parts is { Day: >= 0, Month: >= 0, Hour: >= 0, Minute: >= 0, Second: >= 0, Year: >= 0 };
    }

    private static int TwoDigits(byte ten, byte one) =>
        char.IsAsciiDigit((char)ten) && char.IsAsciiDigit((char)one) ? ((ten - '0') * 10) + one - '0' : -10_000;

    private static DateTimeOffset? Build(ReadOnlySpan<byte> text)
    {
        var parts = new Parts { Day = -1, Month = -1, Year = -1, Hour = -1 };
        while (!text.IsEmpty)
        {
            var end = text.IndexOfAny(Separators);
            var word = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (!word.IsEmpty && !TryTake(word, ref parts))
            {
                return null;
            }
        }

        return Build(parts);
    }

    private static DateTimeOffset? Build(Parts parts)
    {
        var (year, hour) = (parts.Year, parts.Hour);
        if (parts.Half != 0)
        {
            hour = hour is < 1 or > 12 ? -1 : (hour % 12) + (parts.Half == 'p' ? 12 : 0);
        }

        var isDate = year is >= 1980 and <= 2100
            && parts.Month is >= 1 and <= 12
            && parts.Day >= 1 && parts.Day <= DateTime.DaysInMonth(year, parts.Month);
        return isDate && hour is >= 0 and < 24 && parts.Minute < 60 && parts.Second <= 60 && Math.Abs(parts.Offset) <= 14 * 60
            ? new DateTimeOffset(year, parts.Month, parts.Day, hour, parts.Minute, Math.Min(parts.Second, 59), TimeSpan.FromMinutes(parts.Offset))
            : null;
    }

    private static bool TryTake(ReadOnlySpan<byte> word, ref Parts parts)
    {
        if (char.IsAsciiDigit((char)word[0]))
        {
            return word.Length >= 10 && word[4] == '-' ? TryTakeIso(word, ref parts)
                : word.Contains((byte)':') ? TryTakeTime(word, ref parts)
                : word.Contains((byte)'-') ? TryTakeDashed(word, ref parts)
                : TryTakeNumber(word, ref parts);
        }

        if (word[0] is (byte)'+' or (byte)'-')
        {
            return TryTakeOffset(word, ref parts);
        }

        if (!char.IsAsciiLetter((char)word[0]))
        {
            return word[0] == '(';
        }

        return TakeWord(word, ref parts);
    }

    private static bool TakeWord(ReadOnlySpan<byte> word, ref Parts parts)
    {
        if (Ascii.EqualsIgnoreCase(word, "am"u8) || Ascii.EqualsIgnoreCase(word, "pm"u8))
        {
            parts.Half = (char)(word[0] | 0x20);
        }
        else if (parts.Month < 0 && FeedDateWords.Month(word) is var month and > 0)
        {
            parts.Month = month;
        }
        else if (FeedDateWords.Zone(word) is { } minutes)
        {
            parts.Offset = minutes;
        }
        else if (word.IndexOfAny((byte)'+', (byte)'-') is var sign and > 0)
        {
            return TryTakeOffset(word[sign..], ref parts);
        }

        return true;
    }

    // 18  -->  day        18 or 2018, when there is a day  -->  year
    private static bool TryTakeNumber(ReadOnlySpan<byte> word, ref Parts parts)
    {
        if (!TryNumber(word, out var value) || word.Length is 3 or > 4)
        {
            return false;
        }

        if (word.Length == 4 || parts.Day >= 0)
        {
            parts.Year = FullYear(word.Length, value);
        }
        else
        {
            parts.Day = value;
        }

        return true;
    }

    // 18-Apr-2018
    private static bool TryTakeDashed(ReadOnlySpan<byte> word, ref Parts parts)
    {
        var first = word.IndexOf((byte)'-');
        var last = word.LastIndexOf((byte)'-');
        if (last <= first || !TryNumber(word[..first], out parts.Day) || !TryNumber(word[(last + 1)..], out var year))
        {
            return false;
        }

        parts.Month = FeedDateWords.Month(word[(first + 1)..last]);
        parts.Year = FullYear(word.Length - last - 1, year);
        return true;
    }

    // 2018-04-18, 2018-04-18T00:09:55Z
    private static bool TryTakeIso(ReadOnlySpan<byte> word, ref Parts parts)
    {
        if (!TryNumber(word[..4], out parts.Year) || !TryNumber(word[5..7], out parts.Month) || !TryNumber(word[8..10], out parts.Day) || word[7] != '-')
        {
            return false;
        }

        return word.Length == 10 || ((word[10] | 0x20) == 't' && TryTakeTime(word[11..], ref parts));
    }

    // 00:09, 00:09:55, 00:09:55.123Z, 00:09:55-05:00
    private static bool TryTakeTime(ReadOnlySpan<byte> word, ref Parts parts)
    {
        var end = word.IndexOfAnyExcept(TimeCharacters);
        var zone = end < 0 ? default : word[end..];
        var time = end < 0 ? word : word[..end];
        time = time.IndexOf((byte)'.') is var dot and > 0 ? time[..dot] : time;
        var colon = time.IndexOf((byte)':');
        if (colon < 0 || !TryNumber(time[..colon], out parts.Hour))
        {
            return false;
        }

        var rest = time[(colon + 1)..];
        colon = rest.IndexOf((byte)':');
        return TryNumber(colon < 0 ? rest : rest[..colon], out parts.Minute)
            && (colon < 0 || TryNumber(rest[(colon + 1)..], out parts.Second))
            && (zone.IsEmpty || (zone[0] is (byte)'+' or (byte)'-' ? TryTakeOffset(zone, ref parts) : TakeWord(zone, ref parts)));
    }

    // -0500, -05:00, +10
    private static bool TryTakeOffset(ReadOnlySpan<byte> word, ref Parts parts)
    {
        var colon = word.IndexOf((byte)':');
        var hours = colon > 0 ? word[1..colon] : word.Length >= 5 ? word[1..3] : word[1..];
        var minutes = colon > 0 ? word[(colon + 1)..] : word.Length >= 5 ? word[3..] : "0"u8;
        if (!TryNumber(hours, out var hour) || !TryNumber(minutes, out var minute) || minute > 59)
        {
            return false;
        }

        parts.Offset = ((hour * 60) + minute) * (word[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> word, out int value)
    {
        value = 0;
        return word.Length is > 0 and <= 4 && Utf8Parser.TryParse(word, out value, out var read) && read == word.Length && value >= 0;
    }

    // Two digits are 1969-2068.
    private static int FullYear(int digits, int year) => digits > 2 ? year : year + (year <= 68 ? 2_000 : 1_900);

    private struct Parts
    {
        public int Day;
        public int Month;
        public int Year;
        public int Hour;
        public int Minute;
        public int Second;
        public int Offset;
        public char Half;
    }
}
