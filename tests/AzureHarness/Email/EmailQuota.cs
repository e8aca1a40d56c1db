namespace Tipstaff.AzureHarness;

/// <summary>So many calls in any minute and in any hour.</summary>
public sealed class EmailQuota
{
    private readonly Queue<DateTimeOffset> _calls = new();

    internal EmailQuota(int perMinute, int perHour) => (PerMinute, PerHour) = (perMinute, perHour);

    /// <summary>How many in a minute.</summary>
    public int PerMinute { get; set; }

    /// <summary>How many in an hour.</summary>
    public int PerHour { get; set; }

    /// <summary>How many were turned down for it.</summary>
    public int TurnedDown { get; private set; }

    /// <summary>Lifts it.</summary>
    public void Lift() => (PerMinute, PerHour) = (int.MaxValue, int.MaxValue);

    /// <summary>Counts a call, or turns it down: 429.</summary>
    internal void Count(DateTimeOffset now)
    {
        while (_calls.TryPeek(out var first) && first <= now - TimeSpan.FromHours(1))
        {
            _calls.Dequeue();
        }

        if ((Wait(TimeSpan.FromHours(1), PerHour, now) ?? Wait(TimeSpan.FromMinutes(1), PerMinute, now)) is { } wait)
        {
            TurnedDown++;
            throw EmailResponse.Refusal(429, "TooManyRequests", "The call volume for your subscription has exceeded its assigned limit.", wait);
        }

        _calls.Enqueue(now);
    }

    private TimeSpan? Wait(TimeSpan window, int limit, DateTimeOffset now)
    {
        var inside = _calls.Count(call => call > now - window);
        return inside < limit ? null : _calls.ElementAt(_calls.Count - limit) + window - now;
    }
}
