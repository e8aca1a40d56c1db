namespace Tipstaff.Notices;

/// <summary>The parts of a notice: where its labels stand, and what belongs to which case.</summary>
internal sealed class NefOutline
{
    // Between the name and the number of a case come at most the lines over which its name is spread.
    private const int MostLinesOfName = 12;

    // A table that was made one line of is no longer than that.
    private const int LongestRow = 2_000;
    private const int MostRowsOfLine = 12;

    private readonly NefText _text;
    private readonly List<Mark> _marks = [];

    private NefOutline(NefText text) => _text = text;

    /// <summary>Where the first case table begins; the length of the text where there is none.</summary>
    public int Begin => _marks.Find(mark => mark.Label is NefLabel.CaseName) is { Label: NefLabel.CaseName } first ? first.Start : _text.Text.Length;

    /// <summary>Whether the docket text of any case is there.</summary>
    public bool HasDocketText => _marks.Exists(mark => mark.Label is NefLabel.DocketText);

    /// <summary>Whether the first case stands in a table.</summary>
    public bool IsTable { get; private set; }

    /// <summary>Finds the parts of a text.</summary>
    public static NefOutline Of(NefText text)
    {
        var outline = new NefOutline(text);
        var lines = LinesOf(text.Text);
        NefLabel? section = null;
        for (var index = 0; index < lines.Count; index++)
        {
            section = outline.TakeLine(lines, index, section);
        }

        return outline;
    }

    /// <summary>The parts of each case, in order.</summary>
    public IEnumerable<NefSections> Cases()
    {
        var begins = Enumerable.Range(0, _marks.Count).Where(index => _marks[index].Label is NefLabel.CaseName).ToList();

        // Each table may be followed by its own docket text; else one text, further down, is for all above it.
        var textOf = new NefSpan?[begins.Count];
        for (var index = begins.Count - 1; index >= 0; index--)
        {
            textOf[index] = Find(begins, index, NefLabel.DocketText) ?? (index + 1 < begins.Count ? textOf[index + 1] : null);
        }

        for (var index = 0; index < begins.Count; index++)
        {
            yield return new NefSections(
                SpanOf(begins[index]),
                Find(begins, index, NefLabel.CaseNumber),
                Find(begins, index, NefLabel.Document),
                textOf[index] ?? (index > 0 ? textOf[index - 1] : null),
                Find(begins, index, NefLabel.Linked) ?? (index + 1 < begins.Count ? null : First(NefLabel.Linked)));
        }
    }

    /// <summary>The first part with this label anywhere; null for none.</summary>
    public NefSpan? First(NefLabel label) => _marks.FindIndex(mark => mark.Label == label) is var index and >= 0 ? SpanOf(index) : null;

    private NefSpan? Find(List<int> begins, int number, NefLabel label)
    {
        var end = number + 1 < begins.Count ? begins[number + 1] : _marks.Count;
        for (var index = begins[number]; index < end; index++)
        {
            if (_marks[index].Label == label)
            {
                return SpanOf(index);
            }
        }

        return null;
    }

    private NefSpan SpanOf(int index) => new(_marks[index].Value, index + 1 < _marks.Count ? _marks[index + 1].Start : _text.Text.Length);

    private NefLabel? TakeLine(List<NefSpan> lines, int index, NefLabel? section)
    {
        var (start, end) = lines[index];
        var line = _text.Text.AsSpan()[start..end];
        if (NefLabels.At(line, out var length) is { } label && Counts(label, lines, index, section))
        {
            IsTable |= _marks.Count == 0 && _text.InTable.Contains(start);
            _marks.Add(new Mark(label, start, start + length));
            section = label;
            start += length;
        }

        // Only in the case table: below it, a line is a sentence.
        end = Math.Min(end, start + LongestRow);
        for (var rows = 0; rows < MostRowsOfLine
            && section is NefLabel.CaseName or NefLabel.CaseNumber or NefLabel.Document or NefLabel.OtherRow
            && NefLabels.Within(_text.Text.AsSpan()[start..end], out var offset, out length) is { } next; rows++)
        {
            _marks.Add(new Mark(next, start + offset, start + offset + length));
            section = next;
            start += offset + length;
        }

        return section;
    }

    private bool Counts(NefLabel label, List<NefSpan> lines, int index, NefLabel? section) => label switch
    {
        NefLabel.CaseName => HasNumber(lines, index),
        NefLabel.Linked => section is NefLabel.DocketText && _text.AnchorsIn(lines[index].Start, lines[index].End + 1).Any(),
        NefLabel.Description or NefLabel.Tail => section is not null,
        _ => section is NefLabel.CaseName or NefLabel.CaseNumber or NefLabel.Document or NefLabel.OtherRow,
    };

    private bool HasNumber(List<NefSpan> lines, int index)
    {
        for (var next = index; next < lines.Count && next <= index + MostLinesOfName; next++)
        {
            var line = _text.Text.AsSpan()[lines[next].Start..lines[next].End];
            if (NefLabels.At(line, out _) is NefLabel.CaseNumber || (next == index && NefLabels.Within(line[..Math.Min(line.Length, LongestRow)], out _, out _) is NefLabel.CaseNumber))
            {
                return true;
            }
        }

        return false;
    }

    private static List<NefSpan> LinesOf(string text)
    {
        List<NefSpan> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is var found and >= 0 ? found : text.Length;
            lines.Add(new NefSpan(start, end));
            start = end + 1;
        }

        return lines;
    }

    private readonly record struct Mark(NefLabel Label, int Start, int Value);
}

/// <summary>A part of a notice's text.</summary>
internal readonly record struct NefSpan(int Start, int End);

/// <summary>The parts that belong to one case; null for what is missing.</summary>
internal sealed record NefSections(NefSpan Name, NefSpan? Number, NefSpan? Document, NefSpan? DocketText, NefSpan? Linked);
