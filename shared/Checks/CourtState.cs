using Tipstaff.Breakers;
using Tipstaff.Courts;
using Tipstaff.Gaps;

namespace Tipstaff.Checks;

/// <summary>What Tipstaff knows of its checks of one court.</summary>
public sealed record CourtState
{
    /// <summary>The court.</summary>
    public required CourtId Court { get; init; }

    /// <summary>When it was last asked, UTC; null before the first time.</summary>
    public DateTimeOffset? CheckedAt { get; init; }

    /// <summary>When its feed was last read whole or found unchanged, UTC; null before the first time: there is no baseline yet.</summary>
    public DateTimeOffset? GoodAt { get; init; }

    /// <summary>When it is to be asked next, UTC; null before the first time.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Until when nobody begins a check, as one that is not over asks again, UTC; null when none is under way, as far as is known.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Until when operators hold the court, UTC: nobody asks it. Null for not at all.</summary>
    public DateTimeOffset? PausedUntil { get; init; }

    /// <summary>How the last check ended.</summary>
    public CheckResult Result { get; init; }

    /// <summary>What went wrong in the last check, in words; null when nothing did.</summary>
    public string? Trouble { get; init; }

    /// <summary>Failed checks in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Its circuit breaker.</summary>
    public CircuitBreaker Breaker { get; init; } = CircuitBreaker.New;

    /// <summary>Of which trouble operators were told, by <see cref="CircuitBreaker.OpenedAt"/>; null when they know of none.</summary>
    public DateTimeOffset? TroubleTold { get; init; }

    /// <summary>Where the feed was read; what follows belongs to that address alone. Null before the first time.</summary>
    public string? Feed { get; init; }

    /// <summary>The answer's <c>ETag</c>, for the next conditional request.</summary>
    public string? ETag { get; init; }

    /// <summary>The answer's <c>Last-Modified</c>, as sent, for the next conditional request.</summary>
    public string? LastModified { get; init; }

    /// <summary>Hash of the last good body without its build date.</summary>
    public string? ContentHash { get; init; }

    /// <summary>When the newest entry of the last good feed was entered, UTC; null when it had none with a time.</summary>
    public DateTimeOffset? NewestEntryAt { get; init; }

    /// <summary>The feed's <c>lastBuildDate</c>, UTC.</summary>
    public DateTimeOffset? BuiltAt { get; init; }

    /// <summary>Which window of time its feeds showed, and the gaps between them.</summary>
    public FeedWindow Window { get; init; } = FeedWindow.New;

    /// <summary>When it rebuilds its feed, as far as that is learnt.</summary>
    public LearntRhythm Rhythm { get; init; } = LearntRhythm.New;

    /// <summary>The event types that the feed covers, as its channel lists them.</summary>
    public string? Coverage { get; init; }

    /// <summary>Items in the last good feed.</summary>
    public int Items { get; init; }

    /// <summary>Items of the last good feed that could not be read.</summary>
    public int UnreadableItems { get; init; }

    /// <summary>When an entry was last recorded from a notice of electronic filing, UTC; null for never.</summary>
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>How often the row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Whether operators hold the court at this moment. A hold longer than the longest was written before our clock was set back.</summary>
    public bool IsPausedAt(DateTimeOffset now) => PausedUntil > now && PausedUntil <= now + PauseCourt.Longest + CheckSchedule.ClockSkew;

    /// <summary>The state of a court that was never asked.</summary>
    public static CourtState New(CourtId court) => new() { Court = court };
}

/// <summary>How a check of a court ended.</summary>
public enum CheckResult
{
    /// <summary>Never asked.</summary>
    None,

    /// <summary>The feed was read and something in it was new.</summary>
    NewEntries,

    /// <summary>The feed was read; no entry was new.</summary>
    NothingNew,

    /// <summary>The court said, or its answer showed, that nothing changed.</summary>
    Unchanged,

    /// <summary>No answer, or one that says no.</summary>
    Unavailable,

    /// <summary>An answer that is not a feed: a maintenance page, an empty body.</summary>
    Garbled,

    /// <summary>The feed was cut short: its whole items were read, the rest is missing.</summary>
    CutShort,
}
