using Tipstaff.Subscriptions;

namespace Tipstaff.Gaps;

/// <summary>What a subscription was told of what may have been missed, so that it is told once.</summary>
/// <param name="Subscription">The subscription.</param>
/// <param name="GapsThrough">When the newest gap that it was told of was found, UTC; null when it was told of none.</param>
/// <param name="QuietThrough">The greatest quiet entry number that it was told of; null when it was told of none.</param>
public sealed record ToldNotes(SubscriptionId Subscription, DateTimeOffset? GapsThrough, int? QuietThrough)
{
    /// <summary>The greater of each mark.</summary>
    public ToldNotes With(ToldNotes other) => this with
    {
        GapsThrough = Nullable.Compare(GapsThrough, other.GapsThrough) < 0 ? other.GapsThrough : GapsThrough,
        QuietThrough = Nullable.Compare(QuietThrough, other.QuietThrough) < 0 ? other.QuietThrough : QuietThrough,
    };
}
