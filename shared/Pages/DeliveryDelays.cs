using System.Globalization;
using Tipstaff.Outbox;

namespace Tipstaff.Pages;

/// <summary>How long the alerts of the last day took from being written down until a provider had them. Digests wait on purpose and do not count.</summary>
/// <param name="Alerts">How many of them; at least one.</param>
/// <param name="Median">Half took no longer.</param>
/// <param name="Slow">95 of 100 took no longer.</param>
/// <param name="Bars">How many took how long, the shortest first.</param>
public sealed record DeliveryDelays(int Alerts, TimeSpan Median, TimeSpan Slow, IReadOnlyList<DelayBar> Bars)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private static readonly (TimeSpan Below, string Words)[] Steps =
    [
        (TimeSpan.FromSeconds(5), "under 5 s"),
        (TimeSpan.FromSeconds(30), "5 to 30 s"),
        (TimeSpan.FromMinutes(2), "30 s to 2 min"),
        (TimeSpan.FromMinutes(10), "2 to 10 min"),
        (TimeSpan.FromHours(1), "10 min to 1 h"),
        (TimeSpan.MaxValue, "longer"),
    ];

    /// <summary>The delays of messages; null where none of them counts.</summary>
    /// <param name="mails">Messages with their state.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static DeliveryDelays? Of(IEnumerable<OutboxRow> mails, DateTimeOffset now)
    {
        List<TimeSpan> delays =
        [
            .. mails.Where(row => row is { State: OutboxState.Delivered, Message: OutboxMessage.AlertMessage { Alert.Digest: null } } && row.At >= now - Day)
                .Select(row => row.At > row.Message.CreatedAt ? row.At - row.Message.CreatedAt : TimeSpan.Zero)
                .Order(),
        ];
        return delays is [] ? null : new(delays.Count, At(delays, 50), At(delays, 95), BarsOf(delays));
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
    private static TimeSpan At(List<TimeSpan> delays, int percent) => delays[(((delays.Count * percent) + 99) / 100) - 1];

    private static IReadOnlyList<DelayBar> BarsOf(List<TimeSpan> delays)
    {
        var counts = Steps.Select((step, index) => delays.Count(delay => delay < step.Below && (index == 0 || delay >= Steps[index - 1].Below))).ToList();
        return [.. counts.Select((count, index) => new DelayBar(Steps[index].Words, count, 100 * count / counts.Max()))];
    }
}

/// <summary>One bar of the small chart.</summary>
/// <param name="Words">How long these took.</param>
/// <param name="Alerts">How many they are.</param>
/// <param name="Length">Its length beside the longest, 0 to 100.</param>
public sealed record DelayBar(string Words, int Alerts, int Length);
