using System.Buffers;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Notices;

/// <summary>What was filed, as the subject of a notice says it: <c>Motion for Recusal</c>.</summary>
internal static class NefTitle
{
    // Takes the place of what is taken out; tidied text holds no controls.
    private const char Frame = '\u0001';

    // Of how many cases the names are looked for in a subject; it bears one.
    private const int MostNames = 300;

    private static readonly SearchValues<char> SuffixLetters = SearchValues.Create("-_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly char[] Edges = [.. " -\u2013\u2014_/;,.:"];

    /// <summary>The title of a district court's notice: what follows the case's name.</summary>
    public static string? OfDistrict(string subject, IReadOnlyList<NefCase> cases)
    {
        var (best, end) = (int.MaxValue, -1);
        foreach (var one in cases.Take(MostNames))
        {
            if (CaseNameIn.Find(subject, one.Caption, out var length) is var at and >= 0 && (at < best || (at == best && at + length > end)))
            {
                (best, end) = (at, at + length);
            }
        }

        return end < 0 ? null : NullIfEmpty(subject[end..].Trim(Edges));
    }

    /// <summary>The title of an appellate notice: the part in quotes, or what the first document is called, whichever is longer.</summary>
    public static string? OfAppellate(string subject, IReadOnlyList<NefCase> cases, string? description)
    {
        var rest = cases.Count > 0 && CaseNameIn.Find(subject, cases[0].Caption, out var length) is var at and >= 0 ? subject[(at + length)..] : subject;
        rest = rest.Replace('\u201C', '"').Replace('\u201D', '"');
        var first = rest.IndexOf('"', StringComparison.Ordinal);
        var last = rest.LastIndexOf('"');
        var quoted = last > first ? NefText.Tidy(rest.AsSpan((first + 1)..last)) : "";
        var described = NefText.Tidy((description ?? "").Replace('_', ' '));
        described = described.Equals("Main document", StringComparison.OrdinalIgnoreCase) ? "" : described;
        return NullIfEmpty(described.Length > quoted.Length ? described : quoted);
    }

    /// <summary>The title and the entry's number of a notice of the newer appellate system: <c>CASE NAME 24-621 - 125 - TITLE</c>.</summary>
    public static (string? Title, string? Number) OfAcms(string subject, IReadOnlyList<NefCase> cases)
    {
        foreach (var one in cases.Take(MostNames))
        {
            var number = one.Number?.AsWritten ?? one.NumberAsWritten;
            var at = number.Length == 0 ? -1 : subject.LastIndexOf(number + " - ", StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                continue;
            }

            var rest = subject[(at + number.Length)..].Trim(Edges);
            string? entry = null;
            if (rest.IndexOf(" - ", StringComparison.Ordinal) is var dash and > 0 && rest[..dash].All(char.IsAsciiDigit))
            {
                entry = NullIfEmpty(rest[..dash].TrimStart('0'));
                rest = rest[(dash + 3)..];
            }

            if (rest.LastIndexOf(" - ", StringComparison.Ordinal) is var last and > 0 && rest[(last + 3)..].All(char.IsAsciiDigit))
            {
                rest = rest[..last];
            }

            return (NullIfEmpty(rest.Trim(Edges)), entry);
        }

        return (null, null);
    }

    /// <summary>The title of a bankruptcy court's notice: what is left without numbers, names, chapter and the words around them.</summary>
    public static string? OfBankruptcy(string subject, IReadOnlyList<NefCase> cases)
    {
        var text = Quoted(subject).Trim(Edges);
        foreach (var name in cases.Take(MostNames).Select(one => one.Caption).Where(name => name.Length > 0).OrderByDescending(name => name.Length))
        {
            if (CaseNameIn.Find(text, name, out var length, isLast: true) is var at and >= 0)
            {
                text = $"{text[..at]}{Frame}{text[(at + length)..]}";
            }
        }

        text = string.Join(' ', text.Split(' ').Select(word => IsDocketNumber(word) ? Frame.ToString() : word));
        var pieces = text.Split(Frame);
        for (var index = 0; index < pieces.Length; index++)
        {
            pieces[index] = FramedTitle.Strip(pieces[index], isLast: index == pieces.Length - 1).Trim(Edges);
        }

        return NullIfEmpty(NefText.Tidy(string.Join(' ', pieces)).Trim(Edges));
    }

    // Multiple Cases "23-10253-KBO Akorn Holding Comp Close Adversary Case"
    private static string Quoted(string subject)
    {
        const string many = "Multiple Cases \"";
        var at = subject.IndexOf(many, StringComparison.OrdinalIgnoreCase);
        var start = at + many.Length;
        var end = at < 0 ? -1 : subject.LastIndexOf('"');
        return end > start ? subject[start..end] : subject;
    }

    private static bool IsDocketNumber(string word)
    {
        var number = word.Trim('-', ':', ',', ';', '(', ')');
        return DocketNumberShape.TryRead(number, CourtClass.Bankruptcy, out var shape)
            && number.AsSpan(shape.Length).IndexOfAnyExcept(SuffixLetters) < 0;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
