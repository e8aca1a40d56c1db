using Tipstaff.Breakers;
using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>The stored circuit breakers of the mail providers.</summary>
public interface IProviderBreakers
{
    /// <summary>Whether a write that succeeds counts for all processes; false where another place decides that, and counts it.</summary>
    bool IsDecidedHere => true;

    /// <summary>One provider's; null when it was never written.</summary>
    Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken);

    /// <summary>Writes it if its stored version is still the one that was read (0: none yet); the version then grows by one.</summary>
    /// <param name="next">As it shall be, with the version that was read.</param>
    /// <param name="notice">What operators are told of it, written in the same step; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting; the step is then done whole or not at all.</param>
    /// <returns>
    /// False when somebody else wrote in between: nothing was written, read again. A store where one place decides for all processes
    /// may say true of what it only sent there: then what <see cref="FindAsync"/> finds under the grown version shows who won.
    /// </returns>
    Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken);

    /// <summary>Claims the trial of a half-open breaker, unless a stored claim bars that: <see cref="TrialClaim.Bars"/>.</summary>
    /// <returns>Whether it was granted; of several processes at once, to one.</returns>
    Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken);
}

/// <summary>One provider's circuit breaker as it is stored.</summary>
/// <param name="Provider">The provider's name.</param>
/// <param name="Breaker">Its breaker. What happens while it is closed is not written, only that it opens, stays open or closes.</param>
/// <param name="Version">How often it was written; 0 before the first time.</param>
public sealed record ProviderBreaker(string Provider, CircuitBreaker Breaker, long Version = 0);
