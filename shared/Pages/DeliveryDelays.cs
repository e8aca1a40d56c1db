using System.Globalization;
using Tipstaff.Outbox;

namespace Tipstaff.Pages;

/// <summary>How long the alerts of the last day took from being written down until a provider had them. Digests wait on purpose and do not count.</summary>
/// <param name="Alerts">How many of them; at least one.</param>
/// <param name="Median">Half took no longer; rounded up to one of <see cref="DelaySteps"/>.</param>
/// <param name="Slow">95 of 100 took no longer; rounded up likewise.</param>
/// <param name="Bars">How many took how long, the shortest first.</param>
public sealed record DeliveryDelays(long Alerts, TimeSpan Median, TimeSpan Slow, IReadOnlyList<DelayBar> Bars)
{
    private static readonly (TimeSpan Most, string Words)[] Steps =
    [
        (TimeSpan.FromSeconds(5), "up to 5 s"),
        (TimeSpan.FromSeconds(30), "5 to 30 s"),
        (TimeSpan.FromMinutes(2), "30 s to 2 min"),
        (TimeSpan.FromMinutes(10), "2 to 10 min"),
        (TimeSpan.FromHours(1), "10 min to 1 h"),
        (TimeSpan.MaxValue, "longer"),
    ];

    /// <summary>What counted delays tell; null where there are none.</summary>
    public static DeliveryDelays? Of(IEnumerable<DelayCount> counts)
    {
        var delays = counts.OrderBy(count => count.Delay).ToList();
        return delays is [] ? null : new(delays.Sum(count => count.Alerts), At(delays, 50), At(delays, 95), BarsOf(delays));
    }

    /// <summary>A time in words: <c>0.4 s</c>, <c>12 s</c>, <c>3 min</c>.</summary>
    public static string Words(TimeSpan delay) => delay switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0.0} s"),
        { TotalSeconds: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{delay.TotalHours:0} h"),
    };

    // The nearest rank: a delay that there was.
    private static TimeSpan At(List<DelayCount> delays, int percent)
    {
        var rank = ((delays.Sum(count => count.Alerts) * percent) + 99) / 100;
        return delays.First(count => (rank -= count.Alerts) <= 0).Delay;
    }

    private static IReadOnlyList<DelayBar> BarsOf(List<DelayCount> delays)
    {
        var alerts = new long[Steps.Length];
        foreach (var count in delays)
        {
            alerts[Array.FindIndex(Steps, step => count.Delay <= step.Most)] += count.Alerts;
        }

        return [.. alerts.Select((some, index) => new DelayBar(Steps[index].Words, some, (int)(100 * some / alerts.Max())))];
    }
}

/// <summary>One bar of the small chart.</summary>
/// <param name="Words">How long these took.</param>
/// <param name="Alerts">How many they are.</param>
/// <param name="Length">Its length beside the longest, 0 to 100.</param>
public sealed record DelayBar(string Words, long Alerts, int Length);
