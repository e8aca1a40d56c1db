using Tipstaff.Breakers;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Breakers;

/// <summary>The rows that all instances read of the providers' breakers; the providers' entities alone write them.</summary>
public sealed class ProviderRows
{
    private readonly TableProviderBreakers _stored;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal ProviderRows(TableProviderBreakers stored) => _stored = stored;

    /// <summary>What a row says; a closed breaker of version 0 where there is none.</summary>
    public async Task<ProviderBreaker> FindAsync(string provider, CancellationToken cancellationToken) =>
        await _stored.FindAsync(provider, cancellationToken) ?? new ProviderBreaker(provider, CircuitBreaker.New);

    /// <summary>Writes a transition and its notice, unless the row is no longer what it builds on.</summary>
    /// <returns>The row as it stands then.</returns>
    public async Task<ProviderBreaker> WriteAsync(BreakerTransition transition, CancellationToken cancellationToken) =>
        await _stored.TryWriteAsync(transition.Next, transition.Notice, cancellationToken)
            ? BreakerLedger.AsWritten(transition)
            : await FindAsync(transition.Next.Provider, cancellationToken);
}
