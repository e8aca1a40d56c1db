using Tipstaff.Subscriptions;

namespace Tipstaff.Digests;

/// <summary>The digest in which an alert is told.</summary>
/// <param name="Cadence">Hourly, daily or weekly.</param>
/// <param name="At">When it goes out, UTC.</param>
public sealed record DigestSlot(Cadence Cadence, DateTimeOffset At)
{
    /// <summary>For longer no alert waits for its digest: a week, and what clocks are put back.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(8);

    /// <summary>The digest that tells what was found for a subscription at a moment; null where it is told at once.</summary>
    public static DigestSlot? Of(Subscription subscription, DateTimeOffset moment) => subscription.Cadence is Cadence.Immediate
        ? null
        : new DigestSlot(subscription.Cadence, (subscription.DigestAt ?? DigestTime.Usual).After(subscription.Cadence, moment));
}

/// <summary>One mail of a digest: a digest that is too large for one mail has several parts.</summary>
/// <param name="Subscriber">Whose it is.</param>
/// <param name="Slot">Which digest.</param>
/// <param name="Number">Which part, from 1.</param>
public sealed record DigestPart(SubscriberId Subscriber, DigestSlot Slot, int Number)
{
    /// <summary>The key of all parts together: subscriber, cadence and moment.</summary>
    public string Key => ContentKey.Of("digest", Subscriber.Value, Slot.Cadence.ToString(), Slot.At.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
