using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>Writes the items of a feed as a court of its class does.</summary>
internal sealed class ItemWriter(CourtHabits habits)
{
    private readonly bool _isAppeal = habits.Class is CourtClass.Appellate;

    /// <summary>The paper of an entry: an item for each label.</summary>
    public Paper Write(FiledEntry entry, string preamble, ItemStyle style)
    {
        var caption = habits.PadsCaptions ? entry.Caption.PadRight(50) : entry.Caption;
        var quirks = entry.Quirks | (habits.PadsCaptions ? Quirks.PaddedCaption : Quirks.None);
        var text = entry.Caption + entry.Trustee + string.Concat(entry.Labels.Select(label => label.Text));
        if (FeedSpelling.NeedsMoreThanAscii(text))
        {
            quirks |= habits.WritesUtf8 ? Quirks.Utf8 : FeedSpelling.NeedsCp1252(text) ? Quirks.Cp1252 : Quirks.None;
        }

        if (style.Escapes is EscapeStyle.CData && !habits.WritesUtf8 && FeedSpelling.NeedsMoreThanCp1252(text))
        {
            // An entity in a CDATA section is text.
            (style, quirks) = (style with { Escapes = EscapeStyle.Hex }, (quirks & ~Quirks.CData) | Quirks.HexEntities);
        }

        if (style.HasControlCharacter)
        {
            var space = caption.IndexOf(' ', StringComparison.Ordinal);
            caption = space < 0 ? caption + " \u0007" : caption.Insert(space, " \u0007");
        }

        var escapesTwice = style.EscapesTwice && text.AsSpan().ContainsAny("&<>\"'");
        quirks |= escapesTwice ? Quirks.DoublyEscaped : Quirks.None;
        quirks |= habits.GuidsNameCaseOnly ? Quirks.CaseOnlyGuid : Quirks.None;
        var title = $"{entry.DocketAsWritten} {(escapesTwice ? FeedSpelling.Html(caption) : caption)}";
        var link = Link(entry, style.Quote);
        var filed = entry with { Quirks = quirks };
        return new(entry.EnteredAt, filed, null, entry.ShownFrom is null ? [] : [.. entry.Labels.Select(Item)]);

        PaperItem Item(FiledLabel label)
        {
            var description = $"{preamble}[{(escapesTwice ? FeedSpelling.Html(label.Text) : label.Text)}] {link}";
            var time = entry.IsTimed ? entry.EnteredAt : (DateTimeOffset?)null;
            return new(label.ShownFrom, WriteItem(title, entry.DocketLink, description, Guid(entry), time, style.Escapes));
        }
    }

    /// <summary>The item of a grand jury.</summary>
    public byte[] WriteSecret(string title, string caseId, string sequence, string document, DateTimeOffset at)
    {
        var docket = $"https://ecf.{habits.Court.Id}.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}";
        var description = $"[Order (Sealed)] (<a href=\"{document}?caseid={caseId}&de_seq_num={sequence}\" >2</a>)";
        return WriteItem($"{title} ", docket, description, $"{docket}&{sequence}", at, EscapeStyle.Hex);
    }

    /// <summary>A time as this court writes it.</summary>
    public static string Time(DateTimeOffset moment, CourtHabits habits) =>
        habits.Class is CourtClass.Appellate ? FeedSpelling.Local(moment, habits.Court.TimeZone) : FeedSpelling.Gmt(moment);

    private static string Link(FiledEntry entry, char quote) =>
        entry.DocumentLink is null ? "" : $"(<a href={quote}{entry.DocumentLink}{quote}{(quote == '"' ? " " : "")}>{entry.Number ?? "Document"}</a>)";

    private string Guid(FiledEntry entry) => habits switch
    {
        { Class: CourtClass.Appellate } => $"{entry.DocketLink}&partId={entry.Sequence}",
        { GuidsNameCaseOnly: true } => entry.DocketLink,
        { Class: CourtClass.Bankruptcy } => $"{entry.DocketLink}-{entry.Sequence}",
        _ => $"{entry.DocketLink}&{entry.Sequence}",
    };

    private byte[] WriteItem(string title, string link, string description, string guid, DateTimeOffset? time, EscapeStyle style)
    {
        var tab = _isAppeal ? "\t" : "";
        var addressStyle = style is EscapeStyle.CData ? EscapeStyle.Named : style;
        var date = time is { } moment ? $"{tab}<pubDate>{Time(moment, habits)}</pubDate>\n" : "";
        var xml = $"""
            <item>
            {tab}<title>{FeedSpelling.Xml(title, style)}</title>
            {tab}<link>{FeedSpelling.Xml(link, addressStyle)}</link>
            {tab}<description>{FeedSpelling.Xml(description, style)}</description>
            {tab}<guid isPermaLink="true">{FeedSpelling.Xml(guid, addressStyle)}</guid>
            {date}{(_isAppeal ? "\n" : "")}</item>

            """;
        return FeedSpelling.Bytes(xml, habits.WritesUtf8);
    }
}
