using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Tipstaff.Dockets;

namespace Tipstaff.Subscriptions;

/// <summary>Text reduced to its words: lower case, without accents, anything but letters and digits is a blank.</summary>
public sealed class FoldedText
{
    // Letters of Latin scripts as a caption in capitals, or typed on an English keyboard, has them. A program without culture data
    // cannot decompose letters.
    private static readonly FrozenDictionary<char, string> Plain = new (string Letters, string Plain)[]
    {
        ("àáâãäåāăąǎ", "a"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"), ("ĥħ", "h"), ("ìíîïĩīĭįıǐ", "i"),
        ("ĳ", "ij"), ("ĵ", "j"), ("ķĸ", "k"), ("ĺļľŀł", "l"), ("ñńņňŉŋ", "n"), ("òóôõöøōŏőǒ", "o"), ("œ", "oe"), ("ŕŗř", "r"), ("śŝşšșſ", "s"),
        ("ß", "ss"), ("ţťŧț", "t"), ("þ", "th"), ("ùúûüũūŭůűųǔ", "u"), ("ŵ", "w"), ("ýÿŷ", "y"), ("źżž", "z"), ("ﬁ", "fi"), ("ﬂ", "fl"),
    }.SelectMany(one => one.Letters.Select(letter => KeyValuePair.Create(letter, one.Plain))).ToFrozenDictionary();

    // Between texts that no phrase may run across.
    private const char Border = '\n';

    // With a blank before the first and behind the last word.
    private readonly string _text;

    private FoldedText(string text) => _text = text;

    /// <summary>One text.</summary>
    public static FoldedText Of(string text) => Of([text]);

    /// <summary>What can be looked for in an entry: its caption, its trustee and its labels.</summary>
    public static FoldedText Of(DocketEntry entry) => Of([entry.Caption, entry.Trustee ?? "", .. entry.Labels]);

    /// <summary>Whether the words stand there side by side.</summary>
    /// <param name="folded">Words as <see cref="ToString"/> gives them.</param>
    public bool Has(string folded) => _text.Contains($" {folded} ", StringComparison.Ordinal);

    /// <summary>Each word.</summary>
    public string[] Words() => _text.Split([' ', Border], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words with one blank between them.</summary>
    public override string ToString() => string.Join(' ', Words());

    private static FoldedText Of(IEnumerable<string> texts)
    {
        var folded = new StringBuilder(" ");
        foreach (var text in texts)
        {
            Append(folded, text);
            folded.Append(Border).Append(' ');
        }

        return new FoldedText(folded.ToString());
    }

    private static void Append(StringBuilder folded, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                AppendLetter(folded, Rune.ToLowerInvariant(rune));
            }
            else if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format) && folded[^1] != ' ')
            {
                folded.Append(' ');
            }
        }

        if (folded[^1] != ' ')
        {
            folded.Append(' ');
        }
    }

    private static void AppendLetter(StringBuilder folded, Rune letter)
    {
        if (letter.IsBmp && Plain.TryGetValue((char)letter.Value, out var plain))
        {
            folded.Append(plain);
        }
        else
        {
            folded.Append(letter.ToString());
        }
    }
}
