using System.Globalization;
using Tipstaff.Canaries;
using Tipstaff.Subscriptions;

namespace Tipstaff.Exports;

/// <summary>Subscriptions as lines of CSV (RFC 4180) with the columns of an import, so that another installation can take them over.</summary>
public static class SubscriptionCsv
{
    /// <summary>The line that names the columns.</summary>
    public static string Header => string.Join(',', ImportLine.Columns);

    /// <summary>Whether a line can say what the subscription does: it is confirmed, neither paused nor ended, and goes by mail. The canary's is a setting's.</summary>
    public static bool Holds(Subscription subscription) =>
        subscription is { State: SubscriptionState.Confirmed, PausedAt: null, Webhook: null } && subscription.Court != CanaryCourt.Id;

    /// <summary>Whether a line would leave something out: which events are told, or the time of digests.</summary>
    public static bool LeavesOut(Subscription subscription) => subscription.Filter is not null || subscription.DigestAt is not null;

    /// <summary>The line of a confirmed subscription. Its time is the one from which entries are told.</summary>
    public static string LineOf(Subscription subscription) => string.Join(
        ',',
        Field(subscription.Address.Value),
        Field(subscription.Court?.Value ?? ""),
        Field(subscription.Docket?.Value ?? ""),
        Field(subscription.Query?.Value ?? ""),
        subscription.Cadence.ToString().ToLowerInvariant(),
        subscription.TellsSince?.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture) ?? "");

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
