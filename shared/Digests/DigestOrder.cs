using Tipstaff.Alerts;

namespace Tipstaff.Digests;

/// <summary>The order of alerts in a digest, and how they are parted: the same in every store.</summary>
public static class DigestOrder
{
    /// <summary>The most alerts of a part, that a store can write it in one step.</summary>
    public const int MaxAlerts = 90;

    private static readonly Comparer<DigestPlace> ByPlace = Comparer<DigestPlace>.Create((one, other) =>
        string.CompareOrdinal(one.Court, other.Court) is not 0 and var byCourt ? byCourt
        : string.CompareOrdinal(one.Docket, other.Docket) is not 0 and var byDocket ? byDocket
        : one.CreatedAt.CompareTo(other.CreatedAt) is not 0 and var byTime ? byTime
        : string.CompareOrdinal(one.Alert, other.Alert));

    /// <summary>By court, docket, making and id.</summary>
    public static IReadOnlyList<Alert> Of(IEnumerable<Alert> alerts) => [.. alerts.OrderBy(PlaceOf, ByPlace)];

    /// <summary>The ids in one text.</summary>
    public static string WriteIds(IEnumerable<AlertId> ids) => string.Join(' ', ids.Select(id => id.Value).Order(StringComparer.Ordinal));

    /// <summary>The ids of such a text.</summary>
    public static IReadOnlyList<AlertId> ReadIds(string ids) => [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => AlertId.Parse(id))];

    /// <summary>What an alert is ordered by.</summary>
    public static DigestPlace PlaceOf(Alert alert) => new(alert.Court.Value, alert.Docket.Value, alert.CreatedAt.UtcTicks, alert.Id.Value);

    /// <summary>
    /// Those that make the next part: from the first docket on, as many whole dockets as a mail holds. Only a docket that one mail does not hold
    /// is cut, and then there is one alert at least.
    /// </summary>
    /// <param name="waiting">What waits, with its weight.</param>
    /// <param name="capacity">How much a mail holds.</param>
    public static IReadOnlyList<DigestPlace> NextPart(IEnumerable<(DigestPlace Place, int Weight)> waiting, int capacity)
    {
        var (part, sum) = (new List<DigestPlace>(), 0L);
        foreach (var docket in waiting.OrderBy(one => one.Place, ByPlace).GroupBy(one => (one.Place.Court, one.Place.Docket)))
        {
            if (part.Count > 0 && (part.Count + docket.Count() > MaxAlerts || sum + docket.Sum(one => (long)one.Weight) > capacity))
            {
                break;
            }

            foreach (var (place, weight) in docket)
            {
                sum += weight;
                if (part.Count == MaxAlerts || (part.Count > 0 && sum > capacity))
                {
                    return part;
                }

                part.Add(place);
            }
        }

        return part;
    }
}

/// <summary>What an alert of a digest is ordered by.</summary>
/// <param name="Court">The court's id.</param>
/// <param name="Docket">The docket number.</param>
/// <param name="CreatedAt">When it was made, in UTC ticks.</param>
/// <param name="Alert">Its id.</param>
public readonly record struct DigestPlace(string Court, string Docket, long CreatedAt, string Alert);
