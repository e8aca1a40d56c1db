using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the notices for operators.</summary>
internal sealed class SimulatedNotices(SimulatedProcess process, SimulatedWorld world) : IOperatorNotices
{
    private readonly PortCalls _calls = new(process, world);

    private IOperatorNotices Store => process.Store.OperatorNotices;

    public Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken) =>
        _calls.WriteAsync("notices.add", notices.FirstOrDefault()?.Id ?? "", async () =>
        {
            await Store.AddAsync(notices, cancellationToken);
            return true;
        });

    public Task<IReadOnlyList<OperatorNotice>> FindUntoldAsync(int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("notices.find-untold", process.Slot, () => Store.FindUntoldAsync(max, cancellationToken));

    public Task<bool> TryMarkToldAsync(IReadOnlyCollection<string> ids, OutboxMessage? message, CancellationToken cancellationToken) =>
        _calls.WriteAsync("notices.mark-told", ids.FirstOrDefault() ?? "", () => Store.TryMarkToldAsync(ids, message, cancellationToken));

    public Task<IReadOnlyList<OperatorNotice>> NewestAsync(int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("notices.newest", "", () => Store.NewestAsync(max, cancellationToken));
}
