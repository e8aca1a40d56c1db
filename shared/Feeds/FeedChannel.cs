namespace Tipstaff.Feeds;

/// <summary>What a feed says of itself.</summary>
/// <param name="Title">The channel's title, <c>Southern District of New York - Recent Entries</c>; null when missing.</param>
/// <param name="BuiltAt">Its <c>lastBuildDate</c>, UTC; null when missing or unreadable.</param>
/// <param name="Coverage">The event types it covers, from its description: <c>all</c>, or <c>orders, opinions</c>; null when it does not say.</param>
public sealed record FeedChannel(string? Title, DateTimeOffset? BuiltAt, string? Coverage);

/// <summary>What kind of answer a body is.</summary>
public enum FeedCondition
{
    /// <summary>A feed to its end; it may have no items.</summary>
    Whole,

    /// <summary>A feed that stops before its end: its whole items can be read.</summary>
    CutShort,

    /// <summary>Nothing, or white space only.</summary>
    Empty,

    /// <summary>Something else: an HTML page, binary rubbish.</summary>
    NoFeed,
}
