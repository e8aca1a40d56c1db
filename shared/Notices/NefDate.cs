using System.Text;
using Tipstaff.Feeds;

namespace Tipstaff.Notices;

/// <summary>Reads the dates and times of notices: <c>entered on 8/4/2022 at 4:06 PM EDT and filed on 8/4/2022</c>.</summary>
internal static class NefDate
{
    // Two-digit years: 00-68 are 20xx.
    private const int Pivot = 68;

    /// <summary>The date behind <c>filed on</c>; null for none.</summary>
    public static DateOnly? FiledOn(ReadOnlySpan<char> text)
    {
        const string mark = "filed on ";
        for (; text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is var at and >= 0; text = text[(at + mark.Length)..])
        {
            if (TryReadDate(text[(at + mark.Length)..], out var date, out _))
            {
                return date;
            }
        }

        return null;
    }

    /// <summary>The moment behind <c>entered</c>; null where there is no time of day.</summary>
    public static NefMoment? Entered(ReadOnlySpan<char> text)
    {
        const string mark = "on ";
        var from = text.IndexOf("entered", StringComparison.OrdinalIgnoreCase);
        for (text = from < 0 ? default : text[from..]; text.IndexOf(mark, StringComparison.OrdinalIgnoreCase) is var at and >= 0; text = text[(at + mark.Length)..])
        {
            // The name of who filed may come in between, with words like these in it.
            var rest = text[(at + mark.Length)..];
            if (TryReadDate(rest, out var date, out var length) && TryReadTime(rest[length..], out var time, out var offset))
            {
                return new NefMoment(date.ToDateTime(time), offset);
            }
        }

        return null;
    }

    // 8/4/2022, 03/08/23, 2022-08-04
    private static bool TryReadDate(ReadOnlySpan<char> text, out DateOnly date, out int length)
    {
        date = default;
        length = 0;
        Span<int> numbers = stackalloc int[3];
        for (var index = 0; index < numbers.Length; index++)
        {
            if (index > 0)
            {
                if (length == text.Length || text[length] is not ('/' or '-' or '.'))
                {
                    return false;
                }

                length++;
            }

            var digits = Number(text[length..], most: 4, out numbers[index]);
            if (digits == 0)
            {
                return false;
            }

            length += digits;
        }

        var (year, month, day) = numbers[0] > 31 ? (numbers[0], numbers[1], numbers[2]) : (numbers[2], numbers[0], numbers[1]);
        year += year > 99 ? 0 : year <= Pivot ? 2000 : 1900;
        if (year is < 1900 or > 2999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        date = new DateOnly(year, month, day);
        return true;
    }

    //  at 4:06 PM EDT,  9:52 AM ,  at 3:20:58 PM Pacific Daylight Time
    private static bool TryReadTime(ReadOnlySpan<char> text, out TimeOnly time, out TimeSpan? offset)
    {
        (time, offset) = (default, null);
        var rest = text.TrimStart(" ,");
        rest = rest.StartsWith("at ", StringComparison.OrdinalIgnoreCase) ? rest[3..].TrimStart() : rest;
        var digits = Number(rest, most: 2, out var hour);
        if (digits == 0 || rest.Length <= digits || rest[digits] != ':' || Number(rest[(digits + 1)..], most: 2, out var minute) != 2)
        {
            return false;
        }

        rest = rest[(digits + 3)..];
        var second = 0;
        if (rest is [':', ..] && Number(rest[1..], most: 2, out second) == 2)
        {
            rest = rest[3..];
        }

        rest = rest.TrimStart();
        var half = rest is ['A' or 'a' or 'P' or 'p', 'M' or 'm', ..] ? 2 : rest is ['A' or 'a' or 'P' or 'p', '.', 'M' or 'm', '.', ..] ? 4 : 0;
        if (half > 0)
        {
            // Some courts write the first hour of the day as 00:23 AM.
            hour = rest[0] is 'P' or 'p' ? (hour < 12 ? hour + 12 : hour) : hour == 12 ? 0 : hour;
            rest = rest[half..].TrimStart();
        }

        if (hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        time = new TimeOnly(hour, minute, second);
        offset = Zone(rest);
        return true;
    }

    // EDT, (EDT), Pacific Daylight Time
    private static TimeSpan? Zone(ReadOnlySpan<char> text)
    {
        Span<char> initials = stackalloc char[3];
        var count = 0;
        var rest = text.TrimStart("( ");
        var first = Word(rest);
        for (var word = first; !word.IsEmpty && count < initials.Length; word = Word(rest))
        {
            initials[count++] = word[0];
            rest = rest[word.Length..].TrimStart();
        }

        return OffsetOf(first) ?? (count == initials.Length && initials[2] is 'T' or 't' ? OffsetOf(initials) : null);
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
        {
            end++;
        }

        return text[..end];
    }

    private static TimeSpan? OffsetOf(ReadOnlySpan<char> zone)
    {
        Span<byte> bytes = stackalloc byte[5];
        return zone.Length is > 1 and <= 5 && FeedDateWords.Zone(bytes[..Encoding.ASCII.GetBytes(zone, bytes)]) is { } minutes
            ? TimeSpan.FromMinutes(minutes)
            : null;
    }

    private static int Number(ReadOnlySpan<char> text, int most, out int value)
    {
        value = 0;
        var count = 0;
        while (count < most && count < text.Length && char.IsAsciiDigit(text[count]))
        {
            value = (value * 10) + (text[count++] - '0');
        }

        return count;
    }
}
