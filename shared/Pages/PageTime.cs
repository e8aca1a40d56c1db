using System.Globalization;
using Tipstaff.Courts;

namespace Tipstaff.Pages;

/// <summary>A moment as a page shows it.</summary>
/// <param name="Machine">UTC, ISO 8601, for programs.</param>
/// <param name="Text">By the clock of the court: <c>Mar 2, 2026, 9:05 AM EST</c>.</param>
/// <param name="Distance">How far from now: <c>8 s ago</c>, <c>in 52 s</c>.</param>
public sealed record PageTime(string Machine, string Text, string Distance)
{
    /// <summary>A moment by the clock of a zone, seen from now; null where there is none.</summary>
    public static PageTime? Of(DateTimeOffset? moment, TimeZoneInfo zone, DateTimeOffset now) =>
        moment is { } known
            ? new(known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), CourtTime.Write(known, zone), DistanceOf(known - now))
            : null;

    private static string DistanceOf(TimeSpan away)
    {
        var length = away.Duration();
        if (length < TimeSpan.FromSeconds(1))
        {
            return "now";
        }

        var words = length switch
        {
            { TotalSeconds: < 90 } => $"{(int)length.TotalSeconds} s",
            { TotalMinutes: < 90 } => $"{(int)length.TotalMinutes} min",
            { TotalHours: < 36 } => $"{(int)length.TotalHours} h",
            _ => $"{(int)length.TotalDays} days",
        };
        return away < TimeSpan.Zero ? $"{words} ago" : $"in {words}";
    }
}
