using System.Text;

namespace Tipstaff.Notices;

/// <summary>Puts links together that a mail program folded: within their angle brackets, or behind a sign that no link ends with.</summary>
internal static class FoldedLinks
{
    private const int MostFolds = 20;

    /// <summary>The text with each link on one line.</summary>
    public static string Unfold(string plain)
    {
        var joined = new StringBuilder(plain.Length);
        var fold = Fold.None;
        var folds = 0;
        foreach (var line in plain.AsSpan().EnumerateLines())
        {
            var rest = fold is Fold.None ? line : PlainNef.Unquoted(line).TrimEnd();
            if (fold is not Fold.None && folds < MostFolds && GoesOn(fold, rest))
            {
                folds++;
                joined.Append(rest);
                fold = fold is Fold.InBrackets && !rest.Contains('>') ? Fold.InBrackets : After(rest, isLink: !rest.Contains('>'));
                continue;
            }

            joined.Append(joined.Length > 0 ? "\n" : "").Append(line);
            folds = 0;
            fold = After(line.TrimEnd(), isLink: false);
        }

        return joined.ToString();
    }

    private static bool GoesOn(Fold fold, ReadOnlySpan<char> line)
    {
        var end = fold is Fold.InBrackets && line.IndexOf('>') is var close and >= 0 ? close : line.Length;
        return !line.IsEmpty && !line[..end].ContainsAny(" \t<:") && !line.StartsWith("http", StringComparison.OrdinalIgnoreCase);
    }

    private static Fold After(ReadOnlySpan<char> line, bool isLink)
    {
        var word = line[(line.LastIndexOfAny(" \t<>") + 1)..];
        return !isLink && !word.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? Fold.None
            : line.Length > word.Length && line[^(word.Length + 1)] == '<' ? Fold.InBrackets
            : word is [.., '&' or '=' or '?'] ? Fold.Dangling
            : Fold.None;
    }

    private enum Fold
    {
        None,
        InBrackets,
        Dangling,
    }
}
