using Tipstaff.Alerts;

namespace Tipstaff.Digests;

/// <summary>The order of alerts in a digest: the same in every store, so that a mail that is written again is the same.</summary>
public static class DigestOrder
{
    /// <summary>By court, docket, making and id.</summary>
    public static IReadOnlyList<Alert> Of(IEnumerable<Alert> alerts) =>
    [
        .. alerts.OrderBy(alert => alert.Court.Value, StringComparer.Ordinal)
            .ThenBy(alert => alert.Docket.Value, StringComparer.Ordinal)
            .ThenBy(alert => alert.CreatedAt)
            .ThenBy(alert => alert.Id.Value, StringComparer.Ordinal),
    ];
}
