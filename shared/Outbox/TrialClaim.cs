namespace Tipstaff.Outbox;

/// <summary>The right to the one trial that a provider's half-open breaker lets through, of all processes together.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Version">
/// The version of the stored breaker that is half-open: a claim for an earlier one no longer counts, so that a trial that is over
/// never stands in the way of the next.
/// </param>
/// <param name="Holder">Whose it is: a text that no other process has. Its holder may claim it again.</param>
/// <param name="At">When it was claimed, UTC.</param>
/// <param name="Until">
/// Until when nobody else may try, UTC: a trial whose process died is another's after that. Who took longer than that may overlap
/// with the next trial, which costs a mail held again and nothing else.
/// </param>
public sealed record TrialClaim(string Provider, long Version, string Holder, DateTimeOffset At, DateTimeOffset Until)
{
    // Between the clocks of two machines.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Whether this claim, which is stored, keeps another from being granted.</summary>
    /// <remarks>One that reaches much further ahead than the other was made by a clock that was set back since: it is not believed.</remarks>
    public bool Bars(TrialClaim other) =>
        Holder != other.Holder && Version >= other.Version && other.At < Until && Until <= other.Until + ClockSkew;
}
