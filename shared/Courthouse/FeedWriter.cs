using System.Text;
using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>Writes a court's whole feed as it stood when it was last rebuilt, newest entries first.</summary>
internal static class FeedWriter
{
    private const string DistrictHead = """
        <?xml version="1.0" encoding="ISO-8859-1"?>

        <rss version="2.0"
         xmlns:blogChannel="http://backend.userland.com/blogChannelModule"
        >

        <channel>
        <title>{0} - Recent Entries</title>
        <link>https://ecf.{1}.uscourts.gov</link>
        <description>Docket entries of type: {2}</description>
        <lastBuildDate>{3}</lastBuildDate>


        """;

    private const string AppellateHead = """
        <?xml version='1.0' encoding='ISO-8859-1'?>

        <rss version="2.0" xmlns:blogChannel="http://backend.userland.com/blogChannelModule">

        <channel>
        	<title>{0} - Recent Entries</title>
        	<link>https://ecf.{1}.uscourts.gov</link>
        	<description>Docket entries of type: {2}</description>
        	<lastBuildDate>{3}</lastBuildDate>

        """;

    private static readonly CompositeFormat DistrictFormat = CompositeFormat.Parse(DistrictHead);
    private static readonly CompositeFormat AppellateFormat = CompositeFormat.Parse(AppellateHead);

    public static byte[] Write(CourtHabits habits, IReadOnlyList<Paper> papers, DateTimeOffset builtAt, TimeSpan window)
    {
        var isAppeal = habits.Class is CourtClass.Appellate;
        using var feed = new MemoryStream();
        feed.Write(Encoding.ASCII.GetBytes(string.Format(
            null,
            isAppeal ? AppellateFormat : DistrictFormat,
            habits.Court.Name,
            habits.Court.Id,
            habits.Coverage,
            ItemWriter.Time(builtAt, habits))));
        foreach (var sameSecond in InWindow(papers, builtAt, window).GroupBy(paper => paper.EnteredAt))
        {
            // A filing with several events on several dockets comes event by event, not entry by entry.
            foreach (var item in sameSecond
                .SelectMany(paper => paper.Items.Select((item, i) => (Item: item, Order: i)))
                .Where(shown => shown.Item.ShownFrom <= builtAt)
                .OrderBy(shown => shown.Order))
            {
                feed.Write(item.Item.Bytes);
            }
        }

        feed.Write(isAppeal ? "\n</channel>\n</rss>\n"u8 : "</channel>\n</rss>\n"u8);
        return feed.ToArray();
    }

    /// <summary>What a feed built at this moment can show, the newest first.</summary>
    public static IEnumerable<Paper> InWindow(IReadOnlyList<Paper> papers, DateTimeOffset builtAt, TimeSpan window)
    {
        for (var i = papers.Count - 1; i >= 0 && papers[i].EnteredAt > builtAt - window; i--)
        {
            if (papers[i].EnteredAt <= builtAt && papers[i].Items.Any(item => item.ShownFrom <= builtAt))
            {
                yield return papers[i];
            }
        }
    }
}
