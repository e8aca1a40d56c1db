using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Tests.Support;

/// <summary>The providers' circuit breakers in memory, held to <c>ProviderBreakersContract</c>.</summary>
internal sealed class InMemoryProviderBreakers(InMemoryStore store) : IProviderBreakers
{
    public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(store.BreakerRows.GetValueOrDefault(provider));
        }
    }

    public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if ((store.BreakerRows.GetValueOrDefault(next.Provider)?.Version ?? 0) != next.Version)
            {
                return Task.FromResult(false);
            }

            store.BreakerRows[next.Provider] = next with { Version = next.Version + 1 };
            if (notice is not null)
            {
                store.Add(notice);
            }

            return Task.FromResult(true);
        }
    }

    public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if (store.TrialRows.TryGetValue(claim.Provider, out var stored) && stored.Bars(claim))
            {
                return Task.FromResult(false);
            }

            store.TrialRows[claim.Provider] = claim;
            return Task.FromResult(true);
        }
    }
}
