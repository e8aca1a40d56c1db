using Microsoft.Extensions.Options;
using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>Holds the checks of a court for as long as one that is not over asks again, where nobody's memory does that.</summary>
public sealed class HoldCourt(IDockets dockets, IOptions<CheckOptions> options, TimeProvider time)
{
    /// <summary>The longest hold that is believed; what lies further ahead was written before our clock was set back.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>Makes the court due only once the longest check would be over; the end of the check ends the hold.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <remarks>Losing a race is fine: somebody else then decided when the court is due.</remarks>
    public async Task RunAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        var before = (await dockets.FindCourtAsync(court, cancellationToken) ?? CourtState.New(court)).At(feed);
        await dockets.TryRecordAsync(new CourtStep { State = before with { HeldUntil = time.GetUtcNow() + LongestCheck(options.Value) } }, cancellationToken);
    }

    /// <summary>How long a check may go on, with all its requests and the longest waits between them.</summary>
    internal static TimeSpan LongestCheck(CheckOptions options)
    {
        var waits = Enumerable.Range(0, options.Retries)
            .Select(retry => options.FirstRetry * Math.Pow(options.RetryFactor, retry) * (1 + CheckRetries.Jitter))
            .Select(wait => wait > options.LongestRetryAfter ? wait : options.LongestRetryAfter);
        return waits.Aggregate(options.Timeout * (options.Retries + 1), (sum, wait) => sum + wait);
    }
}
