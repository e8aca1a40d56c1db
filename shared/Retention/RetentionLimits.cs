using Tipstaff.Outbox;

namespace Tipstaff.Retention;

/// <summary>What may go at a moment.</summary>
/// <param name="EndedBefore">Messages that ended before it go, and mails and notices of operators that are older, UTC.</param>
/// <param name="SeenBefore">Unreadable items that were seen first before it go, UTC.</param>
public sealed record RetentionLimits(DateTimeOffset EndedBefore, DateTimeOffset SeenBefore)
{
    /// <summary>The limits at a moment.</summary>
    public static RetentionLimits At(DateTimeOffset now, RetentionOptions options) => new(now - options.Alerts, now - options.Raw);

    /// <summary>Whether a message may go: one that still waits never does, however old it is.</summary>
    /// <param name="state">Where it stands.</param>
    /// <param name="at">When it came to that state, UTC.</param>
    public bool Takes(OutboxState state, DateTimeOffset at) => state is not OutboxState.Waiting && at < EndedBefore;
}
