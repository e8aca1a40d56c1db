using System.Text.Json.Serialization;

namespace Tipstaff.Gaps;

/// <summary>What is known of the window of time that a court's feed shows, from the whole feeds read so far.</summary>
/// <remarks>A part of the court's state, so that a gap costs no row and no write of its own.</remarks>
public sealed record FeedWindow
{
    /// <summary>How many gaps are kept, the newest.</summary>
    public const int MaxGaps = 20;

    /// <summary>How long a gap is kept after it was found.</summary>
    public static readonly TimeSpan GapsKeptFor = TimeSpan.FromDays(90);

    /// <summary>How long the longest feed counts at least; then what came after it takes its place.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    /// <summary>The window of a court of which no whole feed was read yet.</summary>
    public static readonly FeedWindow New = new();

    /// <summary>
    /// From when on feeds were read one after the other, save for <see cref="Gaps"/>; UTC. Null before the first whole feed.
    /// </summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When the oldest item of the last whole feed was entered, UTC; null when it had none with a time.</summary>
    public DateTimeOffset? OldestAt { get; init; }

    /// <summary>When the newest item of the last whole feed was entered, UTC; null when it had none with a time.</summary>
    public DateTimeOffset? NewestAt { get; init; }

    /// <summary>Begin of the present time of learning how far feeds reach back, UTC.</summary>
    public DateTimeOffset? LearningSince { get; init; }

    /// <summary>How far the longest feed since <see cref="LearningSince"/> reached back.</summary>
    public TimeSpan Longest { get; init; }

    /// <summary>How far the longest one of the time before reached back.</summary>
    public TimeSpan LongestBefore { get; init; }

    /// <summary>The gaps that no later feed closed, the oldest first.</summary>
    public IReadOnlyList<Gap> Gaps { get; init; } = [];

    /// <summary>How far this court's feed is known to reach back; zero when nothing is known.</summary>
    [JsonIgnore]
    public TimeSpan Reach => Longest > LongestBefore ? Longest : LongestBefore;

    /// <summary>From when on, as of a moment, no gap is known: since then every entry that the feed showed was read.</summary>
    /// <param name="moment">Gaps that begin later do not count.</param>
    public DateTimeOffset? UnbrokenSince(DateTimeOffset moment) =>
        Gaps.LastOrDefault(gap => gap.From < moment) is { } last && !(last.Until < Since) ? last.Until : Since;

    /// <summary>The gap that was found since the court's window was this one; null for none.</summary>
    public Gap? FoundSince(FeedWindow before) =>
        Gaps is [.., var newest] && (before.Gaps is not [.., var known] || newest.FoundAt > known.FoundAt) ? newest : null;

    /// <summary>As far as it holds for a feed at another address, which may be longer or shorter.</summary>
    public FeedWindow AtAnotherAddress() => this with { LearningSince = null, Longest = TimeSpan.Zero, LongestBefore = TimeSpan.Zero };

    /// <summary>After a whole feed: gaps that it reaches back over are closed, in whole or in part, old ones are dropped.</summary>
    /// <param name="feed">What it shows.</param>
    /// <param name="found">The gap before it, or null.</param>
    /// <param name="now">The present moment, UTC.</param>
    internal FeedWindow After(FeedSpan feed, Gap? found, DateTimeOffset now)
    {
        var isNewTime = LearningSince is null || LearningSince <= now - Memory;
        List<Gap> open = [.. Gaps.Select(gap => feed.Oldest < gap.Until ? gap with { Until = feed.Oldest.Value } : gap).Where(gap => gap.From < gap.Until)];
        if (found is not null)
        {
            open.Add(found);
        }

        List<Gap> kept = [.. open.TakeLast(MaxGaps).Where(gap => gap.FoundAt >= now - GapsKeptFor)];
        return this with
        {
            Since = open.Except(kept).Select(gap => (DateTimeOffset?)gap.Until).Append(Since ?? feed.Oldest ?? feed.BuiltAt).Max(),
            OldestAt = feed.Oldest,
            NewestAt = feed.Newest,
            LearningSince = isNewTime ? now : LearningSince,
            LongestBefore = isNewTime ? Longest : LongestBefore,
            Longest = isNewTime || feed.Length > Longest ? feed.Length : Longest,
            Gaps = kept,
        };
    }
}
