using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Pages;

/// <summary>A span of time in which entries of a court may have been missed, as the page of the courts shows it.</summary>
/// <param name="Court">The court's id.</param>
/// <param name="Span">From when to when, by the court's clock, to be read after <c>between</c>.</param>
/// <param name="Found">When it was found.</param>
public sealed record GapLine(string Court, string Span, PageTime? Found)
{
    /// <summary>For how long a gap stands on the page after it was found.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromDays(7);

    /// <summary>The gaps of the last days, the newest first.</summary>
    public static IReadOnlyList<GapLine> Of(IReadOnlyList<CourtState> states, CourtDirectory courts, DateTimeOffset now) =>
    [
        .. states.SelectMany(state => state.Window.Gaps)
            .Where(gap => gap.FoundAt >= now - ShownFor)
            .OrderByDescending(gap => gap.FoundAt)
            .ThenBy(gap => gap.Court.Value, StringComparer.Ordinal)
            .Select(gap =>
            {
                var zone = courts.TryFind(gap.Court.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
                return new GapLine(gap.Court.Value, CourtTime.WriteSpan(gap.From, gap.Until, zone), PageTime.Of(gap.FoundAt, zone, now));
            }),
    ];
}
