using System.Globalization;
using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>When a check asks its court again.</summary>
public static class CheckRetries
{
    /// <summary>By how much a wait may be longer or shorter.</summary>
    internal const double Jitter = 0.2;

    /// <summary>How long to wait after a request; null when it was the check's last.</summary>
    /// <param name="court">The court.</param>
    /// <param name="trouble">What was wrong with the answer; null for nothing.</param>
    /// <param name="attempt">Which request of the check that was, from 1.</param>
    /// <param name="now">The present moment, UTC; with court and attempt it is what the jitter is made from.</param>
    /// <param name="options">How often to ask again, and after how long.</param>
    /// <remarks>A court that asks for more patience than a check has is left to the next check.</remarks>
    public static TimeSpan? WaitAfter(CourtId court, AnswerTrouble? trouble, int attempt, DateTimeOffset now, CheckOptions options)
    {
        if (trouble is not { MayPass: true } || attempt > options.Retries)
        {
            return null;
        }

        var wait = options.FirstRetry * Math.Pow(options.RetryFactor, attempt - 1) * (1 - Jitter + (2 * Jitter * Fraction(court, attempt, now)));
        return !(trouble.RetryAfter > wait) ? wait
            : trouble.RetryAfter <= options.LongestRetryAfter ? trouble.RetryAfter
            : null;
    }

    // Courts that fail together are not asked again together.
    private static double Fraction(CourtId court, int attempt, DateTimeOffset now)
    {
        var key = ContentKey.Of("retry", court.Value, attempt.ToString(CultureInfo.InvariantCulture), now.UtcTicks.ToString(CultureInfo.InvariantCulture));
        return uint.Parse(key.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / (double)uint.MaxValue;
    }
}
