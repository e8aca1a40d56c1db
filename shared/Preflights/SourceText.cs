using System.Text;

namespace Tipstaff.Preflights;

/// <summary>A C# source as the compiler sees it: without comments, and with no more space than parts one word from the next.</summary>
public static class SourceText
{
    /// <summary>Takes comments and space away; what stands in quotes stays as it is.</summary>
    public static string Bare(string source)
    {
        var bare = new StringBuilder(source.Length);
        var isParted = false;
        for (var at = 0; at < source.Length;)
        {
            var end = Skipped(source, at);
            if (end > at)
            {
                isParted = true;
                at = end;
                continue;
            }

            end = QuoteEnd(source, at);
            if (isParted && bare.Length > 0 && IsWord(bare[^1]) && IsWord(source[at]))
            {
                bare.Append(' ');
            }

            bare.Append(source, at, end - at);
            isParted = false;
            at = end;
        }

        return bare.ToString();
    }

    // Behind the comment or the space that begins here.
    private static int Skipped(string source, int at) =>
        char.IsWhiteSpace(source[at]) ? at + 1
        : Begins(source, at, "//") ? EndOf(source, at, "\n", keepsEnd: true)
        : Begins(source, at, "/*") ? EndOf(source, at + 2, "*/")
        : at;

    // Behind the text in quotes that begins here, or behind the one character that is here.
    private static int QuoteEnd(string source, int at)
    {
        if (Begins(source, at, "\"\"\""))
        {
            var quotes = source.AsSpan(at).IndexOfAnyExcept('"') is var length and >= 3 ? length : source.Length - at;
            return EndOf(source, at + quotes, new string('"', quotes));
        }

        if (source[at] is not ('"' or '\''))
        {
            return at + 1;
        }

        var quote = source[at];
        var isVerbatim = quote == '"' && (Precedes(source, at, '@') || (Precedes(source, at, '$') && Precedes(source, at - 1, '@')));
        for (var next = at + 1; next < source.Length; next++)
        {
            if (source[next] == '\\' && !isVerbatim)
            {
                next++;
            }
            else if (source[next] == quote)
            {
                return next + 1;
            }
        }

        return source.Length;
    }

    private static bool Begins(string source, int at, string what) => string.CompareOrdinal(source, at, what, 0, what.Length) == 0;

    private static bool Precedes(string source, int at, char what) => at > 0 && source[at - 1] == what;

    private static int EndOf(string source, int from, string what, bool keepsEnd = false) =>
        source.IndexOf(what, Math.Min(from, source.Length), StringComparison.Ordinal) is var end and >= 0 ? keepsEnd ? end : end + what.Length : source.Length;

    private static bool IsWord(char one) => char.IsLetterOrDigit(one) || one == '_';
}
