using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Breakers;

/// <summary>Gathers the transitions of the providers' breakers as they are written, for their entities to hear of.</summary>
/// <remarks>The client of the entities is bound to a function, so that the store cannot signal by itself.</remarks>
public sealed class ProviderTransitions : IProviderBreakers
{
    private readonly TableProviderBreakers _stored;
    private readonly ConcurrentQueue<ProviderBreaker> _turned = new();

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal ProviderTransitions(TableProviderBreakers stored) => _stored = stored;

    /// <inheritdoc/>
    public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) => _stored.FindAsync(provider, cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        if (!await _stored.TryWriteAsync(next, notice, cancellationToken))
        {
            return false;
        }

        _turned.Enqueue(next with { Version = next.Version + 1 });
        return true;
    }

    /// <inheritdoc/>
    public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken) => _stored.TryClaimTrialAsync(claim, cancellationToken);

    /// <summary>Signals what was gathered; nothing on an ordinary day.</summary>
    public async Task SignalAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        while (_turned.TryPeek(out var turned))
        {
            var entity = new EntityInstanceId(nameof(CircuitBreakerEntity), $"provider-{turned.Provider}");
            if (turned.Breaker.OpenUntil is { } until)
            {
                await client.Entities.SignalEntityAsync(
                    entity, nameof(CircuitBreakerEntity.Opened), new BreakerOpened(until, turned.Version), cancellation: cancellationToken);
            }
            else
            {
                await client.Entities.SignalEntityAsync(
                    entity, nameof(CircuitBreakerEntity.Closed), new BreakerClosed(turned.Version), cancellation: cancellationToken);
            }

            // Only now: one that failed is signalled again, and twice is once.
            _turned.TryDequeue(out _);
        }
    }
}
