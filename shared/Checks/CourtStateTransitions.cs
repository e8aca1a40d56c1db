using Tipstaff.Feeds;

namespace Tipstaff.Checks;

/// <summary>How a court's state goes on after a check.</summary>
public static class CourtStateTransitions
{
    /// <summary>After an answer in which nothing changed.</summary>
    public static CourtState AfterUnchanged(this CourtState before, DateTimeOffset now, TimeSpan every) =>
        before with
        {
            CheckedAt = now,
            GoodAt = now,
            DueAt = now + every,
            Result = CheckResult.Unchanged,
            Trouble = null,
            Failures = 0,
        };

    /// <summary>After a whole feed was read.</summary>
    public static CourtState AfterFeed(
        this CourtState before, FeedFetch.Fetched fetched, FeedReading reading, int newEntries, DateTimeOffset now, TimeSpan every) =>
        before with
        {
            CheckedAt = now,
            GoodAt = now,
            DueAt = now + every,
            Result = newEntries > 0 ? CheckResult.NewEntries : CheckResult.NothingNew,
            Trouble = null,
            Failures = 0,
            ETag = fetched.ETag,
            LastModified = fetched.LastModified,
            ContentHash = reading.ContentHash,
            BuiltAt = reading.Channel.BuiltAt ?? before.BuiltAt,
            Coverage = reading.Channel.Coverage ?? before.Coverage,
            Items = reading.ItemCount,
            UnreadableItems = reading.UnreadableCount,
        };

    /// <summary>After a check that gave no whole feed: what is known of the last good one stays, so that the next whole one is read.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="result">How the check failed.</param>
    /// <param name="trouble">What went wrong, in words.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="every">The usual time to the next check.</param>
    /// <param name="retryAfter">How long the court asks us to stay away; obeyed up to a day.</param>
    public static CourtState AfterFailure(
        this CourtState before, CheckResult result, string trouble, DateTimeOffset now, TimeSpan every, TimeSpan? retryAfter)
    {
        var wait = retryAfter > every ? TimeSpan.FromTicks(Math.Min(retryAfter.Value.Ticks, TimeSpan.TicksPerDay)) : every;
        return before with
        {
            CheckedAt = now,
            DueAt = now + wait,
            Result = result,
            Trouble = trouble,
            Failures = before.Failures + 1,
        };
    }
}
