using System.Text;

namespace Tipstaff.Notices;

/// <summary>What a notice says, line by line: white space tidied, without tags, and where its links stand.</summary>
internal sealed class NefText
{
    private NefText(string text, IReadOnlyList<NefAnchor> anchors, IReadOnlySet<int> inTable)
    {
        Text = text;
        Anchors = anchors;
        InTable = inTable;
    }

    /// <summary>Lines that are not empty, parted by line feeds.</summary>
    public string Text { get; }

    /// <summary>The links, in order.</summary>
    public IReadOnlyList<NefAnchor> Anchors { get; }

    /// <summary>Where lines begin that stand in a table.</summary>
    public IReadOnlySet<int> InTable { get; }

    /// <summary>A part of the text as one line.</summary>
    public string Slice(int start, int end) => Text[start..end].Replace('\n', ' ').Trim();

    /// <summary>The links that begin in a part of the text.</summary>
    public IEnumerable<NefAnchor> AnchorsIn(int start, int end)
    {
        // In order of their places: the first is found by halving, as a notice may name a thousand cases.
        int low = 0, high = Anchors.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Anchors[middle].Start < start ? (middle + 1, high) : (low, middle);
        }

        for (; low < Anchors.Count && Anchors[low].Start < end; low++)
        {
            yield return Anchors[low];
        }
    }

    /// <summary>A text with every run of white space as one space, none at the ends, no controls.</summary>
    public static string Tidy(ReadOnlySpan<char> text)
    {
        var builder = new Builder();
        builder.Append(text);
        return builder.ToText().Text;
    }

    /// <summary>Puts a text together.</summary>
    internal sealed class Builder
    {
        private readonly StringBuilder _text = new();
        private readonly List<NefAnchor> _anchors = [];
        private readonly HashSet<int> _inTable = [];
        private int _lineStart;
        private bool _gap;
        private string? _href;
        private int _hrefStart;

        /// <summary>How deep in tables the next character stands.</summary>
        public int TableDepth { get; set; }

        /// <summary>Adds text of the present line.</summary>
        public void Append(ReadOnlySpan<char> text)
        {
            foreach (var letter in text)
            {
                if (char.IsWhiteSpace(letter))
                {
                    _gap = _text.Length > _lineStart;
                }
                else if (!char.IsControl(letter) && letter is not ('\uFEFF' or '\u200B'))
                {
                    Begin();
                    _text.Append(letter);
                }
            }
        }

        /// <summary>Ends the line.</summary>
        public void Break()
        {
            _gap = false;
            if (_text.Length > _lineStart)
            {
                _text.Append('\n');
                _lineStart = _text.Length;
            }
        }

        /// <summary>Begins a link, and ends the one before.</summary>
        public void BeginLink(string href)
        {
            EndLink();
            (_href, _hrefStart) = (href, _text.Length + (_gap ? 1 : 0));
        }

        /// <summary>Ends a link, if there is one.</summary>
        public void EndLink()
        {
            if (_href is not null)
            {
                _anchors.Add(new NefAnchor(_hrefStart, Math.Max(_hrefStart, _text.Length), _href));
                _href = null;
            }
        }

        /// <summary>The text.</summary>
        public NefText ToText()
        {
            EndLink();
            return new NefText(_text.ToString().TrimEnd('\n'), _anchors, _inTable);
        }

        private void Begin()
        {
            if (_gap)
            {
                _text.Append(' ');
                _gap = false;
            }
            else if (_text.Length == _lineStart && TableDepth > 0)
            {
                _inTable.Add(_lineStart);
            }
        }
    }
}

/// <summary>A link of a notice.</summary>
/// <param name="Start">Where its text begins.</param>
/// <param name="End">Where its text ends.</param>
/// <param name="Href">Where it leads, as written.</param>
internal readonly record struct NefAnchor(int Start, int End, string Href);
