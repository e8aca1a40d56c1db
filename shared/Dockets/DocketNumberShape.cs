using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>Where the parts of a docket number stand in a text, found without allocating.</summary>
internal readonly ref struct DocketNumberShape
{
    private const int MaxRunningDigits = 10;

    private DocketNumberShape(ReadOnlySpan<char> office, char officeMark, ReadOnlySpan<char> year, ReadOnlySpan<char> type, ReadOnlySpan<char> running, int length)
    {
        Office = office;
        OfficeMark = officeMark;
        Year = year;
        Type = type;
        Running = running;
        Length = length;
    }

    /// <summary>The office before the year; empty for most.</summary>
    public ReadOnlySpan<char> Office { get; }

    /// <summary>What stands behind the office: <c>:</c>, or <c>-</c> as in <c>8-09-78584</c>.</summary>
    public char OfficeMark { get; }

    /// <summary>Two digits; empty for the multidistrict panel's numbers.</summary>
    public ReadOnlySpan<char> Year { get; }

    /// <summary>The type of case; empty outside the district form.</summary>
    public ReadOnlySpan<char> Type { get; }

    /// <summary>The running number.</summary>
    public ReadOnlySpan<char> Running { get; }

    /// <summary>How much of the text the number is, from its start.</summary>
    public int Length { get; }

    /// <summary>Finds the number at the start of a text.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, CourtClass courtClass, out DocketNumberShape shape) =>
        courtClass switch
        {
            CourtClass.Appellate => TryReadPlain(text, default, out shape),
            CourtClass.Bankruptcy => TryReadDistrict(text, out shape) || TryReadBankruptcy(text, out shape),
            _ => TryReadDistrict(text, out shape) || TryReadPanel(text, out shape),
        };

    // 1:24-cv-1234-ABC-DEF  -->  office 1, year 24, type cv, running number 1234
    private static bool TryReadDistrict(ReadOnlySpan<char> text, out DocketNumberShape shape)
    {
        shape = default;
        var office = Digits(text, 2);
        var start = office > 0 && At(text, office) == ':' ? office + 1 : 0;
        if (!IsYear(text[start..]))
        {
            return false;
        }

        var type = text[(start + 3)..];
        var letters = 0;
        while (letters < 5 && char.IsAsciiLetter(At(type, letters)))
        {
            letters++;
        }

        if (letters is 0 or 5 || At(type, letters) != '-')
        {
            return false;
        }

        var running = type[(letters + 1)..];
        var digits = Digits(running, MaxRunningDigits);
        if (digits == 0 || char.IsAsciiLetterOrDigit(At(running, digits)))
        {
            return false;
        }

        shape = new(text[..Math.Max(start - 1, 0)], start > 0 ? ':' : '\0', text.Slice(start, 2), type[..letters], running[..digits], start + 3 + letters + 1 + digits);
        return true;
    }

    // 10-12431-1-rel  -->  10-12431        8-09-78584-ast  -->  office 8, 09-78584
    private static bool TryReadBankruptcy(ReadOnlySpan<char> text, out DocketNumberShape shape) =>
        (Digits(text, 2) == 1 && At(text, 1) == '-' && TryReadPlain(text[2..], text[..1], out shape) && shape.Running.Length >= 4)
        || TryReadPlain(text, default, out shape);

    // 19-8054  -->  19-8054
    private static bool TryReadPlain(ReadOnlySpan<char> text, ReadOnlySpan<char> office, out DocketNumberShape shape)
    {
        shape = default;
        if (!IsYear(text))
        {
            return false;
        }

        var running = text[3..];
        var digits = Digits(running, MaxRunningDigits);
        if (digits == 0 || char.IsAsciiLetterOrDigit(At(running, digits)))
        {
            return false;
        }

        shape = new(office, office.IsEmpty ? '\0' : '-', text[..2], default, running[..digits], (office.IsEmpty ? 0 : 2) + 3 + digits);
        return true;
    }

    // MDL No. 2168  -->  MDL No. 2168
    private static bool TryReadPanel(ReadOnlySpan<char> text, out DocketNumberShape shape)
    {
        shape = default;
        if (!text.StartsWith("MDL", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = text[3..].TrimStart();
        rest = rest.StartsWith("No", StringComparison.OrdinalIgnoreCase) ? rest[2..] : rest;
        rest = (rest.StartsWith(".", StringComparison.Ordinal) ? rest[1..] : rest).TrimStart();
        var digits = Digits(rest, 5);
        if (digits == 0 || char.IsAsciiLetterOrDigit(At(rest, digits)))
        {
            return false;
        }

        shape = new(default, '\0', default, default, rest[..digits], text.Length - rest.Length + digits);
        return true;
    }

    private static bool IsYear(ReadOnlySpan<char> text) => Digits(text, 3) == 2 && At(text, 2) == '-';

    private static int Digits(ReadOnlySpan<char> text, int most)
    {
        var count = 0;
        while (count < most && char.IsAsciiDigit(At(text, count)))
        {
            count++;
        }

        return count;
    }

    private static char At(ReadOnlySpan<char> text, int index) => index < text.Length ? text[index] : '\0';
}
