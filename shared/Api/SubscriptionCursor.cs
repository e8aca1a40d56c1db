using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The place of a subscription in the list of its owner's, the oldest first. It stays where it is when the subscription moves or goes.</summary>
/// <param name="RequestedAt">When the subscription was asked for, in UTC ticks.</param>
/// <param name="Id">Its id.</param>
internal sealed record SubscriptionCursor(long RequestedAt, SubscriptionId Id)
{
    /// <summary>The place of a subscription as it is now.</summary>
    public static SubscriptionCursor Of(Subscription subscription) => new(subscription.RequestedAt.UtcTicks, subscription.Id);

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out SubscriptionCursor? cursor)
    {
        cursor = text?.Split('-') is [var ticks, var key]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
            && SubscriptionId.TryParse(key, provider: null, out var id)
            ? new SubscriptionCursor(at, id)
            : null;
        return cursor is not null;
    }

    /// <summary>Whether a subscription stands behind this place.</summary>
    public bool IsBefore(Subscription subscription) => Of(subscription) is var other
        && (other.RequestedAt > RequestedAt || (other.RequestedAt == RequestedAt && string.CompareOrdinal(other.Id.Value, Id.Value) > 0));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RequestedAt}-{Id}");
}
