using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Digests;

/// <summary>When a subscriber wants digests.</summary>
/// <param name="Hour">The hour of the day, 0 to 23, by the clock of the time zone; for daily and weekly ones.</param>
/// <param name="TimeZone">The IANA id of the time zone, <c>America/New_York</c>.</param>
/// <param name="Day">The day of the week, for weekly ones.</param>
public sealed record DigestTime(int Hour, string TimeZone, DayOfWeek Day = DayOfWeek.Monday)
{
    /// <summary>The hour of whoever names none.</summary>
    public const int UsualHour = 8;

    /// <summary>At eight on Eastern time, on Mondays.</summary>
    public static readonly DigestTime Usual = new(UsualHour, CourtTime.Eastern.Id);

    /// <summary>Whether the system knows a time zone by that id.</summary>
    public static bool IsTimeZone(string? id) => id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) && zone.HasIanaId;

    /// <summary>The moment at which the digest goes out that tells what was found at a moment: the first that is later.</summary>
    /// <param name="cadence">Hourly, daily or weekly.</param>
    /// <param name="moment">The moment, UTC.</param>
    /// <returns>
    /// UTC; the full hour for hourly ones. Where clocks are put forward over the hour, the moment at which they are; where they are
    /// put back over it, its first time: one digest a day, always.
    /// </returns>
    public DateTimeOffset After(Cadence cadence, DateTimeOffset moment)
    {
        if (cadence is Cadence.Hourly)
        {
            var utc = moment.UtcDateTime;
            return new DateTimeOffset(utc.Year, utc.Month, utc.Day, utc.Hour, 0, 0, TimeSpan.Zero).AddHours(1);
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);

        // From the day before, as zones that skip a day of the calendar exist.
        for (var day = today.AddDays(-1); ; day = day.AddDays(1))
        {
            if ((cadence is not Cadence.Weekly || day.DayOfWeek == Day) && At(day, zone) is var at && at > moment)
            {
                return at;
            }
        }
    }

    private DateTimeOffset At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(new TimeOnly(Hour, 0));
        while (zone.IsInvalidTime(local))
        {
            // The clock jumps over it: the first minute that exists.
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
