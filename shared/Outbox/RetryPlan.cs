using System.Globalization;

namespace Tipstaff.Outbox;

/// <summary>When a delivery that failed is tried again: after 3, 9 and 27 s, then in longer steps, six hours in all.</summary>
public static class RetryPlan
{
    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(9),
        TimeSpan.FromSeconds(27),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(2) + TimeSpan.FromMinutes(17),
    ];

    private const double Jitter = 0.1;

    private static readonly TimeSpan LongestObeyed = TimeSpan.FromDays(1);

    /// <summary>How many attempts there are in all.</summary>
    public static int Attempts => Steps.Length + 1;

    /// <summary>How long to wait after a failed attempt: a little less than the step, otherwise for each message, so that they do not all come back at once.</summary>
    /// <param name="attempt">The number of the attempt that failed; 1 is the first.</param>
    /// <param name="retryAfter">How long the provider asks us to wait; a longer wait than ours is obeyed, up to a day.</param>
    /// <param name="key">The message.</param>
    /// <returns>Null after the last attempt: the message is given up.</returns>
    public static TimeSpan? After(int attempt, TimeSpan? retryAfter, IdempotencyKey key)
    {
        if (attempt > Steps.Length)
        {
            return null;
        }

        var step = Steps[Math.Max(attempt, 1) - 1] * (1 - (Jitter * Fraction(key, attempt)));
        return retryAfter > LongestObeyed ? LongestObeyed : retryAfter > step ? retryAfter : step;
    }

    // The same for the same message, so that the same run is the same each time.
    private static double Fraction(IdempotencyKey key, int attempt) =>
        int.Parse(key.Value.AsSpan((attempt * 2) % (ContentKey.Length - 4), 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 65_536.0;
}
