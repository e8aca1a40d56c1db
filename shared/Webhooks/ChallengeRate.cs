namespace Tipstaff.Webhooks;

/// <summary>
/// How often one subscriber had one host (<see cref="WebhookUrl.Host"/>) challenged, whatever the paths. Kept for the host alone,
/// anyone could lock others out of a host that many share; so nothing is challenged before the subscriber's address is confirmed,
/// or anyone could have us call a host as often as they can think of addresses.
/// </summary>
/// <param name="Failures">Challenges in a row that were not passed.</param>
/// <param name="LastAt">When the last one was sent, UTC; null for none.</param>
public sealed record ChallengeRate(int Failures, DateTimeOffset? LastAt)
{
    // Quick enough for a typing error, too slow for a nuisance; a day at last.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(1),
    ];

    /// <summary>After how long without a challenge the earlier ones do not count any more.</summary>
    public static readonly TimeSpan Forgotten = TimeSpan.FromDays(7);

    /// <summary>Of a subscriber who never had the host challenged.</summary>
    public static readonly ChallengeRate None = new(Failures: 0, LastAt: null);

    /// <summary>Whether it says nothing any more.</summary>
    public bool IsForgotten(DateTimeOffset now) => LastAt is null || now - LastAt > Forgotten;

    /// <summary>From when on a challenge may be sent; null: at once. Also after one that was passed there is a wait, of 10 seconds.</summary>
    public DateTimeOffset? NotBefore => LastAt + Waits[Math.Clamp(Failures, 1, Waits.Length) - 1];

    /// <summary>Whether a challenge may be sent now.</summary>
    public bool MayTry(DateTimeOffset now) => !(NotBefore > now);

    /// <summary>
    /// A challenge is about to be sent: counted as failed until it is passed, so that one that nobody heard the end of counts too.
    /// Written down before it is sent, on condition that nobody else did.
    /// </summary>
    public ChallengeRate Sent(DateTimeOffset now) => new((IsForgotten(now) ? 0 : Failures) + 1, now);

    /// <summary>It was passed: the host wants them.</summary>
    public ChallengeRate Passed() => this with { Failures = 0 };
}
