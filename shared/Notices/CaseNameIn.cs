namespace Tipstaff.Notices;

/// <summary>Finds the name of a case in a subject, where courts cut it off.</summary>
internal static class CaseNameIn
{
    // Bankruptcy courts write the first 18 characters or so.
    private const int LeastOfCut = 15;
    private const int LeastOfFirst = 5;
    private const int MaxLength = 300;

    /// <summary>Where the name, or what was left of it, stands; -1 for nowhere.</summary>
    /// <param name="subject">The subject, tidied.</param>
    /// <param name="caption">The name, tidied.</param>
    /// <param name="length">How long it is there.</param>
    /// <param name="isLast">Whether the last place counts where the subject ends with it: a title may name a party before.</param>
    public static int Find(string subject, string caption, out int length, bool isLast = false)
    {
        var name = caption.Trim();
        name = name.Length > MaxLength ? name[..MaxLength].TrimEnd() : name;
        foreach (var form in Forms(name))
        {
            var end = subject.Length - form.Length;
            if ((isLast && end >= 0 && subject.EndsWith(form, StringComparison.OrdinalIgnoreCase) && IsApart(subject, end, form.Length) ? end : FindWhole(subject, form)) is var at and >= 0)
            {
                length = form.Length;
                return at;
            }
        }

        return FindCut(subject, name, out length);
    }

    private static IEnumerable<string> Forms(string name)
    {
        if (name.Length == 0)
        {
            yield break;
        }

        yield return name;
        if (name.EndsWith(" et al", StringComparison.OrdinalIgnoreCase))
        {
            yield return name[..^6].TrimEnd(' ', ',');
        }

        // Of joint debtors the first is named.
        if (name.IndexOf(" and ", StringComparison.OrdinalIgnoreCase) is >= LeastOfFirst and var and)
        {
            yield return name[..and];
        }
    }

    private static int FindWhole(string subject, string name)
    {
        for (var at = subject.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = subject.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (IsApart(subject, at, name.Length))
            {
                return at;
            }
        }

        return -1;
    }

    private static int FindCut(string subject, string name, out int length)
    {
        length = 0;
        if (name.Length < LeastOfCut)
        {
            return -1;
        }

        var start = name[..LeastOfCut];
        for (var at = subject.IndexOf(start, StringComparison.OrdinalIgnoreCase); at >= 0; at = subject.IndexOf(start, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            length = LeastOfCut;
            while (length < name.Length && at + length < subject.Length && char.ToUpperInvariant(name[length]) == char.ToUpperInvariant(subject[at + length]))
            {
                length++;
            }

            if (IsApart(subject, at, length))
            {
                return at;
            }
        }

        return -1;
    }

    private static bool IsApart(string subject, int at, int length) =>
        (at == 0 || !char.IsLetterOrDigit(subject[at - 1]) || !char.IsLetterOrDigit(subject[at]))
        && (at + length == subject.Length || !char.IsLetterOrDigit(subject[at + length]) || !char.IsLetterOrDigit(subject[at + length - 1]));
}
