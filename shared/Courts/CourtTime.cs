using System.Collections.Frozen;
using System.Globalization;

namespace Tipstaff.Courts;

/// <summary>Writes moments as the people of a court read them.</summary>
public static class CourtTime
{
    // .NET without culture data knows no abbreviations of zones, and the operating system's differ.
    private static readonly FrozenDictionary<string, (string Standard, string Daylight)> Abbreviations =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["America/New_York"] = ("EST", "EDT"),
            ["America/Detroit"] = ("EST", "EDT"),
            ["America/Indiana/Indianapolis"] = ("EST", "EDT"),
            ["America/Kentucky/Louisville"] = ("EST", "EDT"),
            ["America/Chicago"] = ("CST", "CDT"),
            ["America/Denver"] = ("MST", "MDT"),
            ["America/Boise"] = ("MST", "MDT"),
            ["America/Phoenix"] = ("MST", "MST"),
            ["America/Los_Angeles"] = ("PST", "PDT"),
            ["America/Anchorage"] = ("AKST", "AKDT"),
            ["America/Juneau"] = ("AKST", "AKDT"),
            ["Pacific/Honolulu"] = ("HST", "HST"),
            ["America/Puerto_Rico"] = ("AST", "AST"),
            ["America/St_Thomas"] = ("AST", "AST"),
            ["Pacific/Guam"] = ("ChST", "ChST"),
            ["Pacific/Saipan"] = ("ChST", "ChST"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>US Eastern time, for what concerns no court.</summary>
    public static TimeZoneInfo Eastern { get; } = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>A moment by the clock of a zone, to the minute: <c>Mar 2, 2026, 9:05 AM EST</c>.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The zone; one without a usual abbreviation shows its offset, <c>UTC+05:30</c>.</param>
    public static string Write(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(moment, zone);
        return $"{there.ToString("MMM d, yyyy, h:mm tt", CultureInfo.InvariantCulture)} {Abbreviation(there, zone)}";
    }

    /// <summary>A moment of today by the clock of a zone, to the minute: <c>9:05 AM EST</c>.</summary>
    public static string WriteTime(DateTimeOffset moment, TimeZoneInfo zone)
    {
        var there = TimeZoneInfo.ConvertTime(moment, zone);
        return $"{there.ToString("h:mm tt", CultureInfo.InvariantCulture)} {Abbreviation(there, zone)}";
    }

    /// <summary>A span by the clock of a zone, to be read after <c>between</c>: <c>Mar 2, 2026, 9:00 AM and 11:30 AM EST</c>.</summary>
    /// <param name="from">Its begin, shown down to the minute.</param>
    /// <param name="until">Its end, shown up to the minute.</param>
    /// <param name="zone">The zone.</param>
    public static string WriteSpan(DateTimeOffset from, DateTimeOffset until, TimeZoneInfo zone)
    {
        var begin = TimeZoneInfo.ConvertTime(from, zone);
        var end = TimeZoneInfo.ConvertTime(until.AddTicks(TimeSpan.TicksPerMinute - 1), zone);
        return begin.Date == end.Date && begin.Offset == end.Offset
            ? $"{begin.ToString("MMM d, yyyy, h:mm tt", CultureInfo.InvariantCulture)} and {end.ToString("h:mm tt", CultureInfo.InvariantCulture)} {Abbreviation(end, zone)}"
            : $"{Write(begin, zone)} and {Write(end, zone)}";
    }

    private static string Abbreviation(DateTimeOffset there, TimeZoneInfo zone)
    {
        if (Abbreviations.TryGetValue(zone.Id, out var names))
        {
            return there.Offset == zone.BaseUtcOffset ? names.Standard : names.Daylight;
        }

        return there.Offset == TimeSpan.Zero
            ? "UTC"
            : string.Create(CultureInfo.InvariantCulture, $"UTC{(there.Offset < TimeSpan.Zero ? '-' : '+')}{there.Offset:hh\\:mm}");
    }
}
