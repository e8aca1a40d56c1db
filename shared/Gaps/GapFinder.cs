using Tipstaff.Checks;

namespace Tipstaff.Gaps;

/// <summary>Decides whether entries may have slid out of a court's feed between the last good check and this one.</summary>
public static class GapFinder
{
    /// <summary>
    /// What every feed is taken to reach back, before anything is known of the court's own: over two rebuilds, or else each rebuild
    /// of an empty feed would be a gap.
    /// </summary>
    public static readonly TimeSpan ShortestReach = TimeSpan.FromHours(2);

    // Courts rebuild every 15 to 60 minutes.
    private static readonly TimeSpan LongestRhythm = TimeSpan.FromHours(1);

    // Feeds span about a day: an older entry may leave even a feed that shows an odd old one.
    private static readonly TimeSpan SurelyShown = TimeSpan.FromHours(24);

    // Feeds of a day are some minutes longer or shorter than each other.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    /// <summary>The gap before a whole feed whose content is new.</summary>
    /// <param name="before">The court's state before.</param>
    /// <param name="feed">What the feed shows.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <returns>
    /// The gap; null when the feed joins on to the last good one: it still shows something as old as what that one showed, or it is
    /// known to reach back so far and nothing that it ought to show is missing. A quiet court's feed with one new item is none.
    /// </returns>
    public static Gap? Find(CourtState before, FeedSpan feed, DateTimeOffset now)
    {
        if (ShownThrough(before) is not { } from || feed.BuiltAt <= from)
        {
            return null;
        }

        var newest = NewestBefore(before, from);
        if (feed.Oldest <= from || feed.Oldest <= newest)
        {
            return null;
        }

        var reach = before.Window.Reach;
        var shown = reach < SurelyShown ? reach : SurelyShown;
        var isMissing = newest > feed.BuiltAt - shown + Slack;
        var isReached = feed.BuiltAt - from <= (reach > ShortestReach ? reach : ShortestReach);
        var until = feed.Oldest ?? feed.BuiltAt - (isMissing ? TimeSpan.Zero : reach > ShortestReach ? reach : ShortestReach);
        return isReached && !isMissing ? null : new Gap(before.Court, from, until, FoundAt(before, now));
    }

    // Later than the one before, whatever our clock did in between: by that moment it is known who was told of it.
    private static DateTimeOffset FoundAt(CourtState before, DateTimeOffset now) =>
        before.Window.Gaps is [.., var last] && last.FoundAt >= now ? last.FoundAt.AddTicks(1) : now;

    // Without a believable build date, the last good feed may have been built up to a whole rhythm before we read it.
    private static DateTimeOffset? ShownThrough(CourtState before)
    {
        if (before.GoodAt is not { } goodAt)
        {
            return null;
        }

        var through = before.BuiltAt is { } builtAt && builtAt <= goodAt + FeedSpan.Skew ? builtAt : goodAt - LongestRhythm;
        return NewestBefore(before, goodAt) > through ? NewestBefore(before, goodAt) : through;
    }

    private static DateTimeOffset? NewestBefore(CourtState before, DateTimeOffset through)
    {
        var newest = before.Window.NewestAt ?? before.NewestEntryAt;
        return newest <= through + FeedSpan.Skew ? newest : null;
    }
}
