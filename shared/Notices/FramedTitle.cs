namespace Tipstaff.Notices;

/// <summary>Takes away what bankruptcy courts write between a title and the case's number or name: the chapter, <c>NEF:</c>, <c>Re:</c>.</summary>
internal static class FramedTitle
{
    private static readonly char[] Edges = [.. " -\u2013\u2014_/;,.:"];

    private static readonly string[] Prefixes = ["NEF:", "FW:", "FWD:", "RE:"];

    /// <summary>The title in a piece of a subject between numbers, names and its ends.</summary>
    /// <param name="piece">The piece.</param>
    /// <param name="isLast">Whether the subject ends with it; else a number or name follows.</param>
    public static string Strip(string piece, bool isLast)
    {
        var text = piece.AsSpan().TrimStart(Edges);
        var before = 0;
        while (before != text.Length)
        {
            before = text.Length;
            foreach (var prefix in Prefixes)
            {
                text = text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) ? text[prefix.Length..].TrimStart(Edges) : text;
            }

            text = text[LeadingChapter(text)..].TrimStart(Edges);
        }

        if (!isLast)
        {
            text = TrimWord(text.TrimEnd(), "Re:");
            text = WithoutSpelledChapter(text);
        }

        return WithoutTrailingChapter(text.TrimEnd(Edges)).ToString();
    }

    // Ch-7, Ch13, Ch 11, Ch. 7, CH
    private static int LeadingChapter(ReadOnlySpan<char> text)
    {
        if (text is not ['C' or 'c', 'H' or 'h', ..])
        {
            return 0;
        }

        var end = 2;
        end += end < text.Length && text[end] is '-' or '.' ? 1 : 0;
        end += end < text.Length && text[end] == ' ' ? 1 : 0;
        var digits = text[end..].IndexOfAnyExceptInRange('0', '9') is var stop and >= 0 ? stop : text.Length - end;
        return digits is 1 or 2 && IsWordEnd(text, end + digits) ? end + digits
            : IsWordEnd(text, 2) && text[..2] is "CH" or "Ch" ? 2
            : 0;
    }

    private static ReadOnlySpan<char> WithoutTrailingChapter(ReadOnlySpan<char> text)
    {
        // The mark has at most six characters: CH. 13
        for (var start = Math.Max(0, text.Length - 6); start < text.Length; start++)
        {
            if ((start == 0 || !char.IsLetterOrDigit(text[start - 1])) && LeadingChapter(text[start..]) is var length and > 0 && start + length == text.Length)
            {
                return text[..start].TrimEnd(Edges);
            }
        }

        return text;
    }

    // "Chapter 13" counts only right before the name: elsewhere it is of the title, "Motion to Convert Case to Chapter 7 - NAME".
    private static ReadOnlySpan<char> WithoutSpelledChapter(ReadOnlySpan<char> text)
    {
        const string chapter = "Chapter ";
        var number = text.TrimEnd("0123456789");
        return text.Length - number.Length is 1 or 2 && number.EndsWith(chapter, StringComparison.OrdinalIgnoreCase)
            && (number.Length == chapter.Length || !char.IsLetterOrDigit(number[^(chapter.Length + 1)]))
                ? number[..^chapter.Length].TrimEnd()
                : text;
    }

    private static ReadOnlySpan<char> TrimWord(ReadOnlySpan<char> text, string word) =>
        text.EndsWith(word, StringComparison.OrdinalIgnoreCase) && (text.Length == word.Length || !char.IsLetterOrDigit(text[^(word.Length + 1)]))
            ? text[..^word.Length].TrimEnd()
            : text;

    private static bool IsWordEnd(ReadOnlySpan<char> text, int at) => at >= text.Length || !char.IsLetterOrDigit(text[at]);
}
