using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the records of how mail fares.</summary>
internal sealed class SimulatedAddresses(SimulatedProcess process, SimulatedWorld world) : ISuppressions
{
    private readonly PortCalls _calls = new(process, world);

    private ISuppressions Store => process.Store.Suppressions;

    public Task<IReadOnlyDictionary<SubscriberId, AddressRecord>> FindAsync(
        IReadOnlyCollection<SubscriberId> subscribers, CancellationToken cancellationToken) =>
        _calls.ReadAsync("addresses.find", subscribers.FirstOrDefault()?.Value ?? "", () => Store.FindAsync(subscribers, cancellationToken));

    public Task<bool> TryWriteAsync(AddressRecord next, OperatorNotice? notice, CancellationToken cancellationToken) =>
        _calls.WriteAsync("addresses.write", next.Subscriber.Value, () => Store.TryWriteAsync(next, notice, cancellationToken));
}
