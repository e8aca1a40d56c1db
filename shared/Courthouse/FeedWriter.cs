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
        for (var end = papers.Count; end > 0;)
        {
            var enteredAt = papers[end - 1].EnteredAt;
            if (enteredAt <= builtAt - window)
            {
                break;
            }

            var begin = end - 1;
            while (begin > 0 && papers[begin - 1].EnteredAt == enteredAt)
            {
                begin--;
            }

            if (enteredAt <= builtAt)
            {
                WriteSecond(feed, papers, begin, end, builtAt);
            }

            end = begin;
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

    // A filing with several events on several dockets comes event by event, not entry by entry.
    private static void WriteSecond(MemoryStream feed, IReadOnlyList<Paper> papers, int begin, int end, DateTimeOffset builtAt)
    {
        var isDone = false;
        for (var label = 0; !isDone; label++)
        {
            isDone = true;
            for (var i = end - 1; i >= begin; i--)
            {
                if (label >= papers[i].Items.Count)
                {
                    continue;
                }

                isDone = false;
                if (papers[i].Items[label] is { } item && item.ShownFrom <= builtAt)
                {
                    feed.Write(item.Bytes);
                }
            }
        }
    }
}
