using System.Buffers;
using System.Net;
using System.Text;

namespace Tipstaff.Notices;

/// <summary>Reads a notice in plain text: as a court sends it, or as mail programs make it of HTML, quote and forward it.</summary>
internal static class PlainNef
{
    private const int MaxTagLength = 1_024;

    // Courts leave these in the docket text: "Joint STATUS REPORT <i></i> by USA".
    private static readonly HashSet<string> Tags = new(
        ["a", "b", "big", "br", "center", "div", "em", "font", "hr", "i", "li", "ol", "p", "pre", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "ul"], StringComparer.OrdinalIgnoreCase);

    private static readonly SearchValues<char> EndsOfLinks = SearchValues.Create(" \t\n\"<>|");

    /// <summary>What the text says.</summary>
    public static NefText Read(string plain)
    {
        var text = new NefText.Builder();
        foreach (var line in FoldedLinks.Unfold(plain).AsSpan().EnumerateLines())
        {
            AppendLine(text, WithoutTags(Unquoted(line)));
            text.Break();
        }

        return text.ToText();
    }

    private static void AppendLine(NefText.Builder text, ReadOnlySpan<char> line)
    {
        while (FindLink(line, out var length) is var start and >= 0)
        {
            AppendText(text, line[..start]);
            text.BeginLink(line.Slice(start, length).ToString());
            text.Append(line.Slice(start, length));
            text.EndLink();
            line = line[(start + length)..];
        }

        AppendText(text, line);
    }

    /// <summary>Where the next address stands that is written out; -1 for nowhere.</summary>
    internal static int FindLink(ReadOnlySpan<char> line, out int length)
    {
        length = 0;
        for (var offset = 0; line[offset..].IndexOf("http", StringComparison.OrdinalIgnoreCase) is var at and >= 0; offset += at + 4)
        {
            var rest = line[(offset + at + 4)..];
            if (rest.StartsWith("://", StringComparison.Ordinal) || rest.StartsWith("s://", StringComparison.OrdinalIgnoreCase))
            {
                var link = line[(offset + at)..];
                length = (link.IndexOfAny(EndsOfLinks) is var stop and >= 0 ? link[..stop] : link).TrimEnd(".,;)]*").Length;
                return offset + at;
            }
        }

        return -1;
    }

    private static void AppendText(NefText.Builder text, ReadOnlySpan<char> piece) => text.Append(WebUtility.HtmlDecode(piece.ToString()));

    private static ReadOnlySpan<char> WithoutTags(ReadOnlySpan<char> line)
    {
        if (!line.Contains('<'))
        {
            return line;
        }

        var clean = new StringBuilder();
        while (line.IndexOf('<') is var start and >= 0)
        {
            clean.Append(line[..start]);
            line = line[start..];
            var length = TagLength(line);
            clean.Append(length > 0 ? IsBreak(line) ? " " : "" : "<");
            line = line[Math.Max(length, 1)..];
        }

        return clean.Append(line).ToString();
    }

    private static bool IsBreak(ReadOnlySpan<char> tag) => tag.TrimStart("</") is ['b' or 'B', 'r' or 'R', ..] or ['p' or 'P', ..] or ['l' or 'L', ..] or ['h' or 'H', ..];

    private static int TagLength(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxTagLength)];
        var start = text is ['<', '/', ..] ? 2 : 1;
        var end = start;
        while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
        {
            end++;
        }

        // An address in angle brackets may begin like a tag: <a@example.com>
        return end < text.Length && text[end] is '>' or '/' or ' ' && Tags.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text[start..end]) ? text.IndexOf('>') + 1 : 0;
    }

    // > > Case Name: Doe v. Roe
    internal static ReadOnlySpan<char> Unquoted(ReadOnlySpan<char> line)
    {
        var rest = line.TrimStart();
        while (rest is ['>', ..])
        {
            rest = rest[1..].TrimStart();
        }

        return rest;
    }
}
