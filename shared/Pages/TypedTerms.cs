using System.Globalization;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;

namespace Tipstaff.Pages;

/// <summary>A subscription's terms as the fields of a form hold them, unread.</summary>
/// <param name="Cadence">How soon, as the API writes it.</param>
/// <param name="Hour">The hour of digests.</param>
/// <param name="TimeZone">Its time zone, by its IANA name.</param>
/// <param name="Day">The day of weekly digests, by its English name.</param>
/// <param name="Include">Event words, a line each.</param>
/// <param name="Exclude">Event words, a line each.</param>
public sealed record TypedTerms(string Cadence, string Hour, string TimeZone, string Day, string Include, string Exclude)
{
    /// <summary>The terms of a subscription.</summary>
    /// <param name="subscription">It.</param>
    /// <param name="zone">The zone where none was chosen.</param>
    public static TypedTerms Of(Subscription subscription, TimeZoneInfo zone) => new(
        SubscriptionTerms.Cadences.First(cadence => cadence.Value == subscription.Cadence).Key,
        (subscription.DigestAt?.Hour ?? DigestTime.UsualHour).ToString(CultureInfo.InvariantCulture),
        subscription.DigestAt?.TimeZone ?? zone.Id,
        (subscription.DigestAt?.Day ?? DayOfWeek.Monday).ToString(),
        string.Join('\n', subscription.Filter?.Include ?? []),
        string.Join('\n', subscription.Filter?.Exclude ?? []));
}
