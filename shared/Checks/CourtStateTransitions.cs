using Tipstaff.Breakers;
using Tipstaff.Feeds;

namespace Tipstaff.Checks;

/// <summary>How a court's state goes on after a check.</summary>
public static class CourtStateTransitions
{
    // Feeds span about a day: later than that, a feed without items is an ordinary one.
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private static readonly TimeSpan LongestObeyed = TimeSpan.FromDays(1);

    /// <summary>How long a court that asks us to stay away is obeyed: a day at most. Null when it does not ask.</summary>
    public static TimeSpan? Obeyed(TimeSpan? retryAfter) => retryAfter > LongestObeyed ? LongestObeyed : retryAfter;

    /// <summary>
    /// The state as far as it holds for a feed at this address: one that was read elsewhere, and trouble there, says nothing of it.
    /// </summary>
    public static CourtState At(this CourtState before, Uri feed) =>
        before.Feed == feed.AbsoluteUri
            ? before
            : before with
            {
                Feed = feed.AbsoluteUri,
                ETag = null,
                LastModified = null,
                ContentHash = null,
                BuiltAt = null,
                Rhythm = LearntRhythm.New,
                Window = before.Window.AtAnotherAddress(),
                DueAt = before.Failures > 0 ? null : before.DueAt,
                Failures = 0,
                Breaker = CircuitBreaker.New,
            };

    /// <summary>Whether a whole feed without items cannot be: entries that a feed still has to show were in the last good one.</summary>
    /// <remarks>One with a date that lies far ahead, as a court mistyped it, does not count: it would have to be shown till then.</remarks>
    public static bool CannotBeEmpty(this CourtState before, DateTimeOffset now) => (now - before.NewestEntryAt)?.Duration() < Window;

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
            BuiltAt = reading.Channel.BuiltAt,
            Coverage = reading.Channel.Coverage ?? before.Coverage,
            Items = reading.ItemCount,
            UnreadableItems = reading.UnreadableCount,
            NewestEntryAt = newestEntryAt,
        };

    /// <summary>After a check that gave no whole feed: what is known of the last good one stays, so that the next whole one is read.</summary>
    /// <param name="before">The state before.</param>
    /// <param name="trouble">What went wrong.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="every">The usual time to the next check; longer where the court asks for it.</param>
    public static CourtState AfterFailure(this CourtState before, AnswerTrouble trouble, DateTimeOffset now, TimeSpan every) =>
        before with
        {
            CheckedAt = now,
            DueAt = now + (Obeyed(trouble.RetryAfter) is { } asked && asked > every ? asked : every),
            Result = trouble.Result,
            Trouble = trouble.Words,
            Failures = before.Failures + 1,
        };

    /// <summary>The same after a request that failed, where the check goes on: it has not failed yet.</summary>
    /// <param name="failed">The state after a failure.</param>
    /// <param name="before">The state before it.</param>
    public static CourtState Undecided(this CourtState failed, CourtState before) =>
        failed with { DueAt = before.DueAt, Result = before.Result, Trouble = before.Trouble, Failures = before.Failures };
}
