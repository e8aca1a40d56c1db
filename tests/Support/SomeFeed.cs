using System.Globalization;

namespace Tipstaff.Tests.Support;

/// <summary>Small feeds of a district court, for tests that are not about reading them.</summary>
internal static class SomeFeed
{
    public static string Of(DateTimeOffset builtAt, params string[] items) =>
        $"""
        <?xml version="1.0" encoding="ISO-8859-1"?>
        <rss version="2.0"><channel>
        <title>Southern District of New York - Recent Entries</title>
        <link>https://ecf.nysd.uscourts.gov</link>
        <description>Docket entries of type: all</description>
        <lastBuildDate>{Rfc822(builtAt)}</lastBuildDate>
        {string.Join('\n', items)}
        </channel></rss>
        """;

    public static string Item(
        int sequence,
        DateTimeOffset? enteredAt = null,
        string docket = "1:26-cv-01234",
        string caseId = "612345",
        string label = "Notice of Appearance",
        string caption = "Doe v. Roe",
        bool timed = true) =>
        $"""
        <item>
        <title>{docket} {caption}</title>
        <link>https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}</link>
        <description>[{label}] (&#x3C;a href=&#x22;https://ecf.nysd.uscourts.gov/doc1/1270{caseId}{sequence}?caseid={caseId}&#x26;de_seq_num={sequence}&#x22; &#x3E;{sequence}&#x3C;/a&#x3E;)</description>
        <guid isPermaLink="true">https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}&#x26;{sequence}</guid>
        {(timed ? $"<pubDate>{Rfc822(enteredAt ?? Some.Monday9Am)}</pubDate>" : "")}
        </item>
        """;

    private static string Rfc822(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture);
}
