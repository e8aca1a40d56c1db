using System.Globalization;
using Tipstaff.Gaps;

namespace Tipstaff.Mail;

/// <summary>Names many entries by their numbers, in few words.</summary>
internal static class EntryNumbers
{
    private const int MaxRanges = 40;

    /// <summary><c>Another 5 entries are too many for one e-mail: numbers 12, 14-16, and 1 without a number. …</c></summary>
    /// <param name="numbers">The entries that are left out, in their order; null for one without a number.</param>
    public static string TooManyForOneMail(IReadOnlyList<string?> numbers)
    {
        var ranges = Ranges(numbers);
        var unnumbered = numbers.Count(number => number is null);
        var named = string.Join(", ", ranges.Take(MaxRanges)) + (ranges.Count > MaxRanges ? " and others" : "");
        var list = (ranges, unnumbered) switch
        {
            ([], _) => "all without a number",
            (_, 0) => $"numbers {named}",
            _ => $"numbers {named}, and {unnumbered} without a number",
        };
        return $"Another {numbers.Count} entries are too many for one e-mail: {list}. They are on the docket sheet.";
    }

    /// <summary><c>41-43, 45 and 47-49</c>; of very many the first, <c>and others</c>.</summary>
    /// <param name="ranges">Numbers, ascending; at least one range.</param>
    public static string Of(IReadOnlyList<NumberRange> ranges)
    {
        var shown = ranges.Take(MaxRanges).Select(Text).ToList();
        var last = ranges.Count > MaxRanges ? "others" : shown[^1];
        var first = ranges.Count > MaxRanges ? shown : shown[..^1];
        return first is [] ? last : $"{string.Join(", ", first)} and {last}";

        static string Text(NumberRange range) => range.From == range.To
            ? range.From.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.From}-{range.To}");
    }

    private static List<string> Ranges(IReadOnlyList<string?> numbers)
    {
        List<string> ranges = [];
        for (var i = 0; i < numbers.Count;)
        {
            var end = i + 1;
            while (end < numbers.Count && Follows(numbers[end - 1], numbers[end]))
            {
                end++;
            }

            if (numbers[i] is { } first)
            {
                ranges.Add(end - i == 1 ? first : $"{first}-{numbers[end - 1]}");
            }

            i = end;
        }

        return ranges;
    }

    private static bool Follows(string? number, string? next) =>
        long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var before)
        && long.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
        && after == before + 1;
}
