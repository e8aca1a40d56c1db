using System.Text;

namespace Tipstaff.Tests.Shared.Feeds;

/// <summary>Writes feeds as a district court does.</summary>
internal static class MadeFeed
{
    public const string Head = """
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <rss version="2.0">
        <channel>
        <title>Southern District of Nowhere - Recent Entries</title>
        <description>Docket entries of type: all</description>
        <lastBuildDate>Mon, 02 Mar 2026 14:00:00 GMT</lastBuildDate>

        """;

    public const string Tail = "</channel>\n</rss>\n";

    public static string Item(
        int sequence,
        string title = "1:26-cv-01234 Doe v. Roe",
        int caseId = 612345,
        string label = "Notice of Appearance",
        string? guid = null,
        string? date = "Mon, 02 Mar 2026 13:59:58 GMT",
        string? description = null) =>
        $"""
        <item>
        <title>{title}</title>
        <link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}</link>
        <description>{description ?? $"[{label}] (&#x3C;a href=&#x22;https://ecf.nysd.uscourts.gov/doc1/1270{sequence:00000000}?caseid={caseId}&#x26;de_seq_num={sequence}&#x22; &#x3E;{sequence}&#x3C;/a&#x3E;)"}</description>
        {guid ?? $"<guid isPermaLink=\"true\">https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}&#x26;{sequence}</guid>"}
        {(date is null ? "" : $"<pubDate>{date}</pubDate>")}
        </item>

        """;

    public static byte[] Of(params IEnumerable<string> items) => Encoding.Latin1.GetBytes(Head + string.Concat(items) + Tail);

    /// <summary>A feed of at least so many bytes.</summary>
    public static byte[] OfSize(int size, Func<int, string> item)
    {
        var body = new MemoryStream(size + 4_096);
        body.Write(Encoding.Latin1.GetBytes(Head));
        for (var number = 1; body.Length < size; number++)
        {
            body.Write(Encoding.Latin1.GetBytes(item(number)));
        }

        body.Write(Encoding.Latin1.GetBytes(Tail));
        return body.ToArray();
    }
}
