using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tipstaff.Mail;

/// <summary>Makes what a court wrote fit to be shown: one line of visible text that stays in its place.</summary>
/// <remarks>It does not encode: whoever writes HTML encodes, and <c>&lt;b&gt;</c> stays the text that it is.</remarks>
public static class CourtText
{
    private const int MaxMarksInARow = 4;

    // The first letter of a script whose spelling needs the joiners U+200C and U+200D (Arabic; the Indic ones follow).
    private const int FirstJoiningLetter = 0x0600;

    private static readonly SearchValues<char> PlainCharacters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)]);

    /// <summary>One line: white space tidied, what cannot be seen or would move other text taken out, cut to a length.</summary>
    /// <param name="text">As it came; null is empty.</param>
    /// <param name="maxLength">Longest result in UTF-16 units, at least 1; a longer one ends in <c>…</c>.</param>
    /// <remarks>
    /// Any run of white space, line and paragraph separators becomes one blank. Taken out: controls (C0, C1), format
    /// characters (bidirectional controls and marks, zero-width ones, soft hyphens, tags), other invisible characters
    /// (fillers, variation selectors), private use, unassigned, lone surrogates, and combining marks beyond four in a row.
    /// The zero-width joiners stay between two letters of scripts from U+0600 on, which need them for their spelling.
    /// </remarks>
    public static string Clean(string? text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (string.IsNullOrEmpty(text) || IsClean(text, maxLength))
        {
            return text ?? "";
        }

        var clean = new StringBuilder(Math.Min(text.Length, maxLength + 2));
        var (blank, marks, joiner, last) = (false, 0, default(Rune), default(Rune));
        for (var rest = text.AsSpan(); !rest.IsEmpty && clean.Length <= maxLength;)
        {
            var status = Rune.DecodeFromUtf16(rest, out var rune, out var consumed);
            rest = rest[consumed..];
            if (status is not OperationStatus.Done)
            {
                continue;
            }

            if (Rune.IsWhiteSpace(rune))
            {
                (blank, joiner) = (true, default);
            }
            else if (rune.Value is 0x200C or 0x200D)
            {
                joiner = !blank && IsJoiningLetter(last) ? rune : default;
            }
            else if (IsVisible(rune))
            {
                marks = IsMark(rune) ? marks + 1 : 0;
                if (marks > MaxMarksInARow)
                {
                    continue;
                }

                if (blank && clean.Length > 0)
                {
                    clean.Append(' ');
                }
                else if (joiner != default && IsJoiningLetter(rune))
                {
                    clean.Append(joiner);
                }

                clean.Append(rune);
                (blank, joiner, last) = (false, default, rune);
            }
        }

        return Cut(clean, maxLength);
    }

    /// <summary>The text, cut to a length with <c>…</c> at its end where it is longer; no character is torn.</summary>
    public static string Cut(string text, int maxLength) => text.Length <= maxLength ? text : Cut(new StringBuilder(text), maxLength);

    private static string Cut(StringBuilder text, int maxLength)
    {
        if (text.Length <= maxLength)
        {
            return text.ToString();
        }

        text.Length = maxLength - 1;
        while (text.Length > 0 && (text[^1] == ' ' || char.IsHighSurrogate(text[^1])))
        {
            text.Length--;
        }

        return text.Append('…').ToString();
    }

    private static bool IsClean(string text, int maxLength) =>
        text.Length <= maxLength
        && text[0] != ' '
        && text[^1] != ' '
        && !text.AsSpan().ContainsAnyExcept(PlainCharacters)
        && !text.Contains("  ", StringComparison.Ordinal);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static bool IsJoiningLetter(Rune rune) => rune.Value >= FirstJoiningLetter && (Rune.IsLetter(rune) || IsMark(rune));

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate)
        && !IsBlankLetter(rune.Value);

    // Letters, marks and symbols that Unicode has drawn as nothing, so that no category tells them.
    private static bool IsBlankLetter(int value) =>
        value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0
            or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
