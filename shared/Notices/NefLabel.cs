namespace Tipstaff.Notices;

/// <summary>What a line of a notice can begin with.</summary>
internal enum NefLabel
{
    /// <summary><c>Case Name:</c></summary>
    CaseName,

    /// <summary><c>Case Number:</c></summary>
    CaseNumber,

    /// <summary><c>Document Number:</c>; on appeal <c>Document(s):</c>.</summary>
    Document,

    /// <summary><c>Docket Text:</c></summary>
    DocketText,

    /// <summary><c>Document:</c> with a link, below the docket text of the newer appellate system.</summary>
    Linked,

    /// <summary><c>Document description:</c></summary>
    Description,

    /// <summary>Another row of the case table: <c>Filer:</c>, <c>WARNING: CASE CLOSED on …</c></summary>
    OtherRow,

    /// <summary>What follows the docket text and is none: the documents, and who gets the notice.</summary>
    Tail,
}

/// <summary>Finds the labels of a notice.</summary>
internal static class NefLabels
{
    private static readonly (string Text, NefLabel Label)[] Rows =
    [
        ("Case Name", NefLabel.CaseName),
        ("Case Number", NefLabel.CaseNumber),
        ("Document Number", NefLabel.Document),
        ("Document(s)", NefLabel.Document),
        ("Documents", NefLabel.Document),
        ("Docket Text", NefLabel.DocketText),
        ("Document description", NefLabel.Description),
        ("Document", NefLabel.Linked),
        ("Filer", NefLabel.OtherRow),
        ("WARNING", NefLabel.OtherRow),
        ("Original filename", NefLabel.Tail),
        ("Electronic document Stamp", NefLabel.Tail),
    ];

    private static readonly string[] Tails =
    [
        "The following document(s) are associated with this transaction",
        "The following documents are associated with this transaction",
        "The following document is associated with this transaction",
        "Case participants listed below",
    ];

    private static readonly string[] NoticeVerbs = ["Notice has been ", "Notice will be ", "Notice will not be ", "Notice was ", "Notice has not been ", "Notice was not "];

    /// <summary>The label that the line begins with.</summary>
    /// <param name="line">The line, tidied.</param>
    /// <param name="length">Where the value begins.</param>
    public static NefLabel? At(ReadOnlySpan<char> line, out int length)
    {
        // Mail programs write bold text *so* in plain text, and rows of tables with bars.
        var marks = line.IndexOfAnyExcept("*_| ") is var first and > 0 ? first : 0;
        var text = line[marks..];
        foreach (var (name, label) in Rows)
        {
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase) && Colon(text[name.Length..]) is var colon and > 0)
            {
                length = marks + name.Length + colon;
                return label;
            }
        }

        length = line.Length;
        return IsTail(text) ? NefLabel.Tail : null;
    }

    /// <summary>The next label of a case table within a line: some mail programs make one line of a table.</summary>
    public static NefLabel? Within(ReadOnlySpan<char> line, out int start, out int length)
    {
        (start, length) = (-1, 0);
        NefLabel? found = null;
        foreach (var (name, label) in Rows)
        {
            if (label is NefLabel.CaseNumber or NefLabel.Document or NefLabel.DocketText or NefLabel.OtherRow
                && line.IndexOf(name, StringComparison.OrdinalIgnoreCase) is var at and > 0
                && (start < 0 || at < start)
                && line[at - 1] is ' ' or '*' or '|'
                && Colon(line[(at + name.Length)..]) is var colon and > 0)
            {
                (start, length, found) = (at, name.Length + colon, label);
            }
        }

        return found;
    }

    // " :", "*:", ":*"
    private static int Colon(ReadOnlySpan<char> text)
    {
        var before = text.IndexOfAnyExcept("* ");
        if (before < 0 || text[before] != ':')
        {
            return 0;
        }

        var after = text[(before + 1)..].IndexOfAnyExcept("*:| ");
        return after < 0 ? text.Length : before + 1 + after;
    }

    // 1:20-cv-08924-CM Notice has been electronically mailed to:
    private static bool IsTail(ReadOnlySpan<char> line)
    {
        foreach (var tail in Tails)
        {
            if (line.StartsWith(tail, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        var space = line.IndexOf(' ');
        return IsNotice(line) || (space > 0 && line[..space].ContainsAnyInRange('0', '9') && IsNotice(line[(space + 1)..]));
    }

    private static bool IsNotice(ReadOnlySpan<char> line)
    {
        foreach (var verb in NoticeVerbs)
        {
            if (line.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
            {
                return line.TrimEnd("*_ ") is [.., ':'] || line.Contains("mailed to", StringComparison.OrdinalIgnoreCase) || line.Contains("other means to", StringComparison.OrdinalIgnoreCase);
            }
        }

        return false;
    }
}
