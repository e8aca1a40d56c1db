namespace Tipstaff.AzureHarness;

/// <summary>When a timer is due: six fields of NCRONTAB, in UTC. A day must fit both of the fields that name days.</summary>
internal sealed class NcronSchedule
{
    // The farthest that two occurrences lie apart: 29 February on one day of the week.
    private const int FarthestYears = 40;

    private static readonly string[] Months =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly NcronField _seconds;
    private readonly NcronField _minutes;
    private readonly NcronField _hours;
    private readonly NcronField _days;
    private readonly NcronField _months;
    private readonly NcronField _weekdays;

    private NcronSchedule(string[] fields)
    {
        _seconds = NcronField.Parse("second", fields[0], 0, 59, []);
        _minutes = NcronField.Parse("minute", fields[1], 0, 59, []);
        _hours = NcronField.Parse("hour", fields[2], 0, 23, []);
        _days = NcronField.Parse("day", fields[3], 1, 31, []);
        _months = NcronField.Parse("month", fields[4], 1, 12, Months);
        _weekdays = NcronField.Parse("day of the week", fields[5], 0, 6, Days);
    }

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong.</exception>
    public static NcronSchedule Parse(string text)
    {
        var fields = text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 6
            ? new NcronSchedule(fields)
            : throw new FormatException($"The schedule '{text}' has {fields.Length} fields in place of six.");
    }

    /// <summary>The first occurrence after this moment.</summary>
    /// <exception cref="InvalidOperationException">There is none: 30 February.</exception>
    public DateTimeOffset After(DateTimeOffset moment)
    {
        var utc = moment.UtcDateTime;
        var date = utc.Date;
        var end = date.AddYears(FarthestYears);
        var time = NextTime(utc.TimeOfDay);
        var firstTime = NextTime(TimeSpan.FromTicks(-1));
        while (date < end)
        {
            var isMonth = _months.Contains(date.Month);
            if (time is { } at && isMonth && _days.Contains(date.Day) && _weekdays.Contains((int)date.DayOfWeek))
            {
                return new DateTimeOffset(date + at, TimeSpan.Zero);
            }

            date = isMonth ? date.AddDays(1) : date.AddDays(1 - date.Day).AddMonths(1);
            time = firstTime;
        }

        throw new InvalidOperationException("The schedule has no further occurrence.");
    }

    /// <summary>The first time of day after this one; null where there is none before midnight.</summary>
    private TimeSpan? NextTime(TimeSpan after)
    {
        var second = (int)Math.Floor(after.TotalSeconds) + 1;
        while (second < 86_400)
        {
            var (hour, minute) = (second / 3600, second / 60 % 60);
            if (!_hours.Contains(hour))
            {
                second = (hour + 1) * 3600;
            }
            else if (!_minutes.Contains(minute))
            {
                second = ((second / 60) + 1) * 60;
            }
            else if (!_seconds.Contains(second % 60))
            {
                second++;
            }
            else
            {
                return TimeSpan.FromSeconds(second);
            }
        }

        return null;
    }
}
