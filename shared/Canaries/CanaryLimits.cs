using System.Globalization;
using Tipstaff.Alerts;

namespace Tipstaff.Canaries;

/// <summary>What keeps the canary, whose mails go the way of all others, from keeping these waiting.</summary>
public static class CanaryLimits
{
    // A quarter of the quota at most.
    private const int LeastShare = 4;

    /// <summary>The fewest mails an hour that a provider of a canary must take.</summary>
    public static readonly int LeastMailsPerHour = LeastShare * (int)(TimeSpan.FromHours(1) / CanaryCourt.Every);

    /// <summary>Why an alert of the canary is not told any more: it was counted as missing, and after an outage many of them would stand ahead of others.</summary>
    /// <param name="alert">The alert; of any other court it is told.</param>
    /// <param name="missingAfter">How long after its filing an entry is missing.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <returns>Null when it is told: one of its entries is not missing yet.</returns>
    public static string? Objection(Alert alert, TimeSpan missingAfter, DateTimeOffset now) =>
        alert.Court == CanaryCourt.Id && alert.Entries.Select(entry => entry.EnteredAt ?? alert.CreatedAt).DefaultIfEmpty(alert.CreatedAt).Max() + missingAfter < now
            ? "it is the canary's, and counted as missing already"
            : null;

    /// <summary>Why a canary may not be sent by a provider.</summary>
    /// <param name="options">The canary; where there is none, nothing is wrong.</param>
    /// <param name="setting">The setting with the provider's quota.</param>
    /// <param name="mailsPerHour">The quota.</param>
    public static IEnumerable<string> Faults(CanaryOptions options, string setting, int mailsPerHour)
    {
        if (options.IsOn && mailsPerHour < LeastMailsPerHour)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{setting} ({mailsPerHour}) must be at least {LeastMailsPerHour} where there is a canary, which takes {LeastMailsPerHour / LeastShare}: have the account's quota raised, or leave Canary:Address empty.");
        }
    }
}
