using Tipstaff.Courts;

namespace Tipstaff.Gaps;

/// <summary>A span of time in which entries of a court may have been missed: no feed that we read reached back to its begin.</summary>
/// <param name="Court">The court.</param>
/// <param name="From">Through when feeds had shown everything, by the court's clock as far as its feed tells it, UTC.</param>
/// <param name="Until">From when on they show everything again: the oldest time in the feed that was read next; UTC, after <paramref name="From"/>. What was entered in that very second may be missing too.</param>
/// <param name="FoundAt">When that feed was read, UTC; no two gaps of a court are found at one moment.</param>
public sealed record Gap(CourtId Court, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset FoundAt)
{
    /// <summary>What of it concerns someone who follows the court from this moment on; null for nothing.</summary>
    public Gap? Since(DateTimeOffset moment) =>
        Until <= moment ? null
        : From >= moment ? this
        : this with { From = moment };
}
