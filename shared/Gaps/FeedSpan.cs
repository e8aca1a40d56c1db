using Tipstaff.Feeds;

namespace Tipstaff.Gaps;

/// <summary>Which time a whole feed shows.</summary>
/// <param name="BuiltAt">When the court built it, UTC; where it does not say, or cannot be believed, when we read it.</param>
/// <param name="Oldest">When its oldest item was entered, UTC; null when it has none with a time.</param>
/// <param name="Newest">When its newest item was entered, UTC; null when it has none with a time.</param>
public sealed record FeedSpan(DateTimeOffset BuiltAt, DateTimeOffset? Oldest, DateTimeOffset? Newest)
{
    /// <summary>How far a court's clock may be ahead of ours and still be believed.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>The longest time that a feed is believed to span; an item with an older date says nothing of its length.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(8);

    /// <summary>How far back its oldest item lies; zero when there is none.</summary>
    public TimeSpan Length => Oldest < BuiltAt ? BuiltAt - Oldest.Value : TimeSpan.Zero;

    /// <summary>A feed of which no item was looked at yet.</summary>
    /// <param name="channel">What it says of itself.</param>
    /// <param name="now">When it was read, UTC.</param>
    public static FeedSpan Of(FeedChannel channel, DateTimeOffset now) =>
        new(channel.BuiltAt is { } builtAt && builtAt <= now + Skew ? builtAt : now, Oldest: null, Newest: null);

    /// <summary>Whether a feed built then can show an entry of that moment.</summary>
    /// <param name="enteredAt">When the entry says that it was entered.</param>
    public bool IsBelieved(DateTimeOffset enteredAt) => enteredAt <= BuiltAt + Skew && enteredAt >= BuiltAt - Longest;

    /// <summary>With one item more; one with a date that cannot be, or without any, changes nothing.</summary>
    /// <param name="enteredAt">When it was entered.</param>
    public FeedSpan With(DateTimeOffset? enteredAt) =>
        enteredAt is not { } moment || !IsBelieved(moment) ? this
        : Oldest is null ? this with { Oldest = moment, Newest = moment }
        : moment < Oldest ? this with { Oldest = moment }
        : moment > Newest ? this with { Newest = moment }
        : this;
}
