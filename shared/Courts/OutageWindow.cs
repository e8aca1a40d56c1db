namespace Tipstaff.Courts;

/// <summary>A span of the week in which a court is known to be away for maintenance.</summary>
/// <param name="Days">The days on which it begins; empty for every day.</param>
/// <param name="From">Begin, by the clock of <paramref name="TimeZone"/>.</param>
/// <param name="To">End, exclusive; not after midnight.</param>
/// <param name="TimeZone">The zone in which the court announces it.</param>
public sealed record OutageWindow(IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To, TimeZoneInfo TimeZone)
{
    /// <summary>Whether the court is expected to be away at this moment.</summary>
    public bool Contains(DateTimeOffset moment)
    {
        var there = TimeZoneInfo.ConvertTime(moment, TimeZone);
        var time = TimeOnly.FromTimeSpan(there.TimeOfDay);
        return (Days.Count == 0 || Days.Contains(there.DayOfWeek)) && time >= From && time < To;
    }

    /// <summary>When the outage ends that contains this moment, UTC.</summary>
    public DateTimeOffset EndsAt(DateTimeOffset moment)
    {
        // The hour that begins or ends summer time may lie in between: the offset is the end's own.
        var end = TimeZoneInfo.ConvertTime(moment, TimeZone).Date + To.ToTimeSpan();
        return new DateTimeOffset(end, TimeZone.GetUtcOffset(end)).ToUniversalTime();
    }
}
