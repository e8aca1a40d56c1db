using System.Diagnostics;
using Tipstaff.Feeds;

namespace Tipstaff.Checks;

/// <summary>What is wrong with a court's answer.</summary>
/// <param name="Result">How the check ends if this was its last request.</param>
/// <param name="Words">The same in words, for operators.</param>
/// <param name="MayPass">Whether asking again in a few seconds may help.</param>
/// <param name="RetryAfter">How long the court asks us to stay away; null when it does not say.</param>
public sealed record AnswerTrouble(CheckResult Result, string Words, bool MayPass = true, TimeSpan? RetryAfter = null)
{
    /// <summary>The trouble with an answer; null when it is good.</summary>
    /// <param name="before">The court as it is stored.</param>
    /// <param name="fetch">The answer.</param>
    /// <param name="reading">What stands in it; null unless it has a body.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static AnswerTrouble? In(CourtState before, FeedFetch fetch, FeedReading? reading, DateTimeOffset now) => fetch switch
    {
        FeedFetch.NotModified => null,
        FeedFetch.Unavailable down => new(CheckResult.Unavailable, down.Reason, down.MayPass, down.RetryAfter),
        FeedFetch.Fetched fetched => reading switch
        {
            { Condition: FeedCondition.Empty } => new(CheckResult.Garbled, "an empty body in place of a feed"),
            { Condition: FeedCondition.NoFeed } => new(CheckResult.Garbled, "an answer that is no feed, such as a maintenance page"),
            { Condition: FeedCondition.Whole, ItemCount: 0 } when before.CannotBeEmpty(now) =>
                new(CheckResult.Garbled, "a feed without items, where there were some a moment ago"),
            { Condition: FeedCondition.Whole } when fetched.IsWhole => null,
            not null => new(CheckResult.CutShort, $"a feed that was cut short after {reading.ItemCount} items"),
            null => throw new UnreachableException(),
        },
        _ => throw new UnreachableException(),
    };
}
