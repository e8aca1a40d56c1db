using System.Text;

namespace Tipstaff.Mail;

/// <summary>Writes plain text in lines of at most 78 columns; only a URL may be longer, for it must not be broken.</summary>
internal sealed class TextLines
{
    /// <summary>The widest line.</summary>
    public const int MaxColumns = 78;

    private readonly StringBuilder _text = new(2048);

    /// <summary>Adds an empty line.</summary>
    public TextLines Blank()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>Adds a paragraph, broken between words, or within a word that is wider than a line.</summary>
    /// <param name="text">One line of text.</param>
    /// <param name="indent">Columns before its first line.</param>
    /// <param name="hanging">Columns before its further lines; null: as the first.</param>
    public TextLines Paragraph(string text, int indent = 0, int? hanging = null)
    {
        _text.Append(' ', indent);
        var column = indent;
        var isLineStart = true;
        foreach (var range in text.AsSpan().Split(' '))
        {
            var word = text.AsSpan()[range];
            if (!isLineStart && column + 1 + word.Length <= MaxColumns)
            {
                _text.Append(' ');
                column++;
            }
            else if (!isLineStart)
            {
                column = NewLine(hanging ?? indent);
            }

            while (column + word.Length > MaxColumns)
            {
                var fits = MaxColumns - column;
                fits -= char.IsHighSurrogate(word[fits - 1]) ? 1 : 0;
                _text.Append(word[..fits]);
                word = word[fits..];
                column = NewLine(hanging ?? indent);
            }

            _text.Append(word);
            column += word.Length;
            isLineStart = false;
        }

        return Blank();
    }

    /// <summary>Adds what a link leads to and the link, on one line where it fits.</summary>
    public TextLines Link(string what, Uri link, int indent = 0)
    {
        var url = link.AbsoluteUri;
        _text.Append(' ', indent).Append(what).Append(':');
        if (indent + what.Length + ": ".Length + url.Length <= MaxColumns)
        {
            _text.Append(' ');
        }
        else
        {
            NewLine(indent);
        }

        _text.Append(url);
        return Blank();
    }

    /// <summary>All of it, lines ended by <c>\n</c>.</summary>
    public override string ToString() => _text.ToString();

    private int NewLine(int indent)
    {
        _text.Append('\n').Append(' ', indent);
        return indent;
    }
}
