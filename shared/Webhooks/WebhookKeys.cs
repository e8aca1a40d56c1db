namespace Tipstaff.Webhooks;

/// <summary>The secrets of one receiver: the present one, and for a day after a change the one before.</summary>
/// <param name="Current">What signs.</param>
/// <param name="Previous">What signs beside it until its time is over; null where it never changed.</param>
/// <param name="PreviousUntil">When that is, UTC.</param>
public sealed record WebhookKeys(WebhookSecret Current, WebhookSecret? Previous = null, DateTimeOffset? PreviousUntil = null)
{
    /// <summary>How long a receiver has to go over to a new secret.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromDays(1);

    /// <summary>Those that sign now, the present one first.</summary>
    public IReadOnlyList<WebhookSecret> At(DateTimeOffset now) => Previous is not null && now < PreviousUntil ? [Current, Previous] : [Current];
}
