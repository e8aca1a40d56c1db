using System.Numerics;
using System.Text.Json.Serialization;

namespace Tipstaff.Breakers;

/// <summary>
/// The stored circuit breaker of one court or one mail provider: pure, so that whoever sequences work (a loop, an orchestration)
/// asks the same questions and gets the same answers.
/// </summary>
/// <remarks>An outcome counts for a piece of work as a whole: a check with its retries, a mail handed over.</remarks>
public sealed record CircuitBreaker
{
    /// <summary>The most outcomes that are remembered.</summary>
    public const int LongestWindow = 64;

    // Between the clocks of two machines.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Of which nothing is known yet: closed.</summary>
    public static readonly CircuitBreaker New = new();

    /// <summary>How many failures there were in a row.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>The last outcomes, the newest in the lowest bit; 1 is a failure.</summary>
    public ulong Outcomes { get; init; }

    /// <summary>How many outcomes are remembered, at most <see cref="LongestWindow"/>.</summary>
    public int Remembered { get; init; }

    /// <summary>When it opened, UTC; the first time since it was last closed. Null while closed.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>When it was opened the last time, UTC; null while closed.</summary>
    public DateTimeOffset? HeldSince { get; init; }

    /// <summary>Until when work is held, UTC; null while closed.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>For how long it was opened the last time: what the next failed trial doubles. Null while closed.</summary>
    public TimeSpan? OpenFor { get; init; }

    /// <summary>Whether it is closed, whatever the time.</summary>
    [JsonIgnore]
    public bool IsClosed => OpenUntil is null;

    /// <summary>How many of the last outcomes are failures.</summary>
    /// <param name="last">Of how many, at most <see cref="LongestWindow"/>.</param>
    public int FailuresAmong(int last) => BitOperations.PopCount(Outcomes & Lowest(last));

    /// <summary>Where it stands at this moment.</summary>
    /// <remarks>A clock that was set back must not hold work longer than the breaker would have: then it is half-open.</remarks>
    public CircuitState At(DateTimeOffset now) =>
        OpenUntil is not { } until ? CircuitState.Closed
        : now >= until || now < HeldSince - ClockSkew ? CircuitState.HalfOpen
        : CircuitState.Open;

    /// <summary>After work that went well: closed, whatever it was. In half-open that was the trial, and the past is forgotten.</summary>
    public CircuitBreaker AfterSuccess() => IsClosed ? (this with { FailuresInARow = 0 }).Remember(failed: false) : New;

    /// <summary>After work that failed.</summary>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="options">When to open, and for how long.</param>
    /// <param name="atLeast">How long we were asked to stay away; then it is open no shorter, once it is open. Null for nothing asked.</param>
    /// <returns>
    /// Open when this was one failure too many. A failed trial opens it for twice as long as before; a failure of work that had
    /// begun before it opened changes nothing of that.
    /// </returns>
    public CircuitBreaker AfterFailure(DateTimeOffset now, BreakerOptions options, TimeSpan? atLeast = null)
    {
        var failed = (this with { FailuresInARow = FailuresInARow + 1 }).Remember(failed: true);
        return At(now) switch
        {
            CircuitState.Open => failed,
            CircuitState.HalfOpen => failed.Opened(now, Shorter((OpenFor ?? options.OpenFor) * 2, options.LongestOpen), atLeast),
            _ when failed.FailuresInARow >= options.FailuresInARow || failed.IsWindowBad(options) => failed.Opened(now, options.OpenFor, atLeast),
            _ => failed,
        };
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private CircuitBreaker Opened(DateTimeOffset now, TimeSpan openFor, TimeSpan? atLeast)
    {
        var until = atLeast > openFor ? atLeast.Value : openFor;
        return this with { OpenedAt = OpenedAt ?? now, HeldSince = now, OpenUntil = now + until, OpenFor = openFor };
    }

    private bool IsWindowBad(BreakerOptions options) =>
        Remembered >= options.Window && FailuresAmong(options.Window) >= options.Window * options.WindowShare;

    private CircuitBreaker Remember(bool failed) =>
        this with { Outcomes = (Outcomes << 1) | (failed ? 1UL : 0UL), Remembered = Math.Min(Remembered + 1, LongestWindow) };

    private static ulong Lowest(int bits) => bits >= LongestWindow ? ulong.MaxValue : (1UL << bits) - 1;
}
