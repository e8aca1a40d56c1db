using Tipstaff.Feeds;

namespace Tipstaff.Checks;

/// <summary>How a court's state goes on after a check.</summary>
public static class CourtStateTransitions
{
    // Feeds span about a day: later than that, a feed without items is an ordinary one.
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>The state as far as it holds for a feed at this address: one that was read elsewhere says nothing of it.</summary>
    public static CourtState At(this CourtState before, Uri feed) =>
        before.Feed == feed.AbsoluteUri
            ? before
            : before with
            {
                Feed = feed.AbsoluteUri,
                ETag = null,
                LastModified = null,
                ContentHash = null,
                Rhythm = LearntRhythm.New,
                Window = before.Window.AtAnotherAddress(),
            };

    /// <summary>Whether a whole feed without items cannot be: entries that a feed still has to show were in the last good one.</summary>
    public static bool CannotBeEmpty(this CourtState before, DateTimeOffset now) => before.NewestEntryAt > now - Window;

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
        this CourtState before,
        FeedFetch.Fetched fetched,
        FeedReading reading,
        int newEntries,
        DateTimeOffset? newestEntryAt,
        DateTimeOffset now,
        TimeSpan every) =>
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
            NewestEntryAt = newestEntryAt,
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
