using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the stored breakers of the mail providers.</summary>
internal sealed class SimulatedBreakers(SimulatedProcess process, SimulatedWorld world) : IProviderBreakers
{
    private readonly PortCalls _calls = new(process, world);

    private IProviderBreakers Store => process.Store.Breakers;

    public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) =>
        _calls.ReadAsync("breakers.find", provider, () => Store.FindAsync(provider, cancellationToken));

    public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken) =>
        _calls.WriteAsync("breakers.write", next.Provider, () => Store.TryWriteAsync(next, notice, cancellationToken));

    public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken) =>
        _calls.WriteAsync("breakers.claim", claim.Provider, () => Store.TryClaimTrialAsync(claim, cancellationToken));
}
