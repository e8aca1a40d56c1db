using System.Globalization;
using System.Text;

namespace Tipstaff.Canaries;

/// <summary>The feed of the canary's court: made of nothing but the time, so that every process shows the same.</summary>
public static class CanaryFeed
{
    private const string Host = "https://ecf.canary.uscourts.gov";

    private static readonly TimeSpan Span = TimeSpan.FromHours(24);

    /// <summary>The feed as it stands at a moment, in the form of a district court: the entries of the last 24 hours, the newest first.</summary>
    /// <param name="now">The moment, UTC.</param>
    /// <returns>The feed, ISO-8859-1.</returns>
    public static byte[] At(DateTimeOffset now)
    {
        var builtAt = CanaryCourt.LastFiledAt(now);
        var feed = new StringBuilder($"""
            <?xml version="1.0" encoding="ISO-8859-1"?>

            <rss version="2.0"
             xmlns:blogChannel="http://backend.userland.com/blogChannelModule"
            >

            <channel>
            <title>{CanaryCourt.Court.Name} - Recent Entries</title>
            <link>{Host}</link>
            <description>Docket entries of type: all</description>
            <lastBuildDate>{Time(builtAt)}</lastBuildDate>


            """);
        foreach (var filedAt in CanaryCourt.FiledBetween(builtAt - Span, builtAt).Reverse())
        {
            feed.Append(Item(filedAt));
        }

        return Encoding.Latin1.GetBytes(feed.Append("</channel>\n</rss>\n").ToString());
    }

    private static string Item(DateTimeOffset filedAt)
    {
        var caseId = filedAt.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var number = ((int)(filedAt.UtcDateTime.TimeOfDay / CanaryCourt.Every) + 1).ToString(CultureInfo.InvariantCulture);
        var docket = $"{Host}/cgi-bin/DktRpt.pl?{caseId}";
        return $"""
            <item>
            <title>{CanaryCourt.DocketOf(filedAt)} In re Canary</title>
            <link>{docket}</link>
            <description>[Notice] (&lt;a href=&quot;{Host}/doc1/{caseId}{number.PadLeft(4, '0')}?caseid={caseId}&amp;de_seq_num={number}&quot; &gt;{number}&lt;/a&gt;)</description>
            <guid isPermaLink="true">{docket}&amp;{number}</guid>
            <pubDate>{Time(filedAt)}</pubDate>
            </item>

            """;
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
}
