using Tipstaff.Subscriptions;

namespace Tipstaff.Erasures;

/// <summary>A subscriber's wish to be forgotten: written down first, so that a crash cannot lose it, and looked after for a while.</summary>
/// <remarks>
/// It names no address, and the id cannot be turned back into one. It stays for <see cref="LookedAfterFor"/>, as a check or a delivery
/// that began before it may write something of the subscriber after it.
/// </remarks>
public sealed record Erasure
{
    /// <summary>For how long what turns up late is erased, too: far longer than any check or delivery takes.</summary>
    public static readonly TimeSpan LookedAfterFor = TimeSpan.FromDays(1);

    /// <summary>Who is to be forgotten.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>When it was asked for, UTC; the last time.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Where alerts of the subscriber may lie: known no more once the subscriptions are gone.</summary>
    public required FollowedCourts Courts { get; init; }

    /// <summary>The erasure of a subscriber.</summary>
    /// <param name="subscriber">Who.</param>
    /// <param name="own">All subscriptions, in whatever state.</param>
    /// <param name="before">An erasure that was asked for before; null for none.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static Erasure Of(SubscriberId subscriber, IReadOnlyList<Subscription> own, Erasure? before, DateTimeOffset now)
    {
        var courts = CourtsOf(own);
        return new Erasure
        {
            Subscriber = subscriber,
            AskedAt = now,
            Courts = before is null ? courts : new FollowedCourts([.. courts.Named.Union(before.Courts.Named)], courts.Every || before.Courts.Every),
        };
    }

    /// <summary>The courts in which alerts of these subscriptions may lie, those of ended ones too.</summary>
    public static FollowedCourts CourtsOf(IReadOnlyList<Subscription> own) =>
        new([.. own.Select(one => one.Court).OfType<Courts.CourtId>().Distinct()], own.Any(one => one.Court is null));

    /// <summary>
    /// Up to which moment what was made goes: up to now, unless the subscriber came back since. Then what is new stays.
    /// </summary>
    /// <param name="own">All subscriptions, read after <paramref name="now"/>.</param>
    /// <param name="now">A moment before they were read, UTC.</param>
    public DateTimeOffset MadeUpTo(IReadOnlyList<Subscription> own, DateTimeOffset now) => own.Any(one => one.RequestedAt > AskedAt) ? AskedAt : now;

    /// <summary>Whether nothing can turn up any more.</summary>
    public bool IsOver(DateTimeOffset now) => now - AskedAt >= LookedAfterFor;
}
