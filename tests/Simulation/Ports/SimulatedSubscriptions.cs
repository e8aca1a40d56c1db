using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the stored subscriptions.</summary>
internal sealed class SimulatedSubscriptions(SimulatedProcess process, SimulatedWorld world) : ISubscriptions
{
    private readonly PortCalls _calls = new(process, world);

    private ISubscriptions Store => process.Store.Subscriptions;

    public Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.find", id.Value, () => Store.FindAsync(id, cancellationToken));

    public Task<IReadOnlyDictionary<SubscriptionId, Subscription>> FindAsync(
        IReadOnlyCollection<SubscriptionId> ids, CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.find-several", ids.FirstOrDefault()?.Value ?? "", () =>
        {
            world.Truth.Looked(ids);
            return Store.FindAsync(ids, cancellationToken);
        });

    public Task<IReadOnlyList<Subscription>> OfSubscriberAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.of-subscriber", subscriber.Value, () => Store.OfSubscriberAsync(subscriber, cancellationToken));

    public Task<IReadOnlyList<Subscription>> FollowersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.followers", court.Value, () =>
        {
            world.Truth.AskedForFollowers(process, court);
            return Store.FollowersAsync(court, dockets, cancellationToken);
        });

    public Task<FollowedCourts> FollowedCourtsAsync(CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.followed-courts", "", () => Store.FollowedCourtsAsync(cancellationToken));

    public Task<bool> TryWriteAsync(IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken) =>
        _calls.WriteAsync(
            "subscriptions.write",
            changed.FirstOrDefault()?.Id.Value ?? message?.Key.Value ?? "",
            async () =>
            {
                var isWritten = await Store.TryWriteAsync(changed, message, cancellationToken);
                if (isWritten)
                {
                    world.Truth.Written(changed);
                }

                return isWritten;
            },
            rival: () => process.Store.Touch(changed));

    public Task<IReadOnlyDictionary<SubscriptionState, long>> CountAsync(CancellationToken cancellationToken) =>
        _calls.ReadAsync("subscriptions.count", "", () => Store.CountAsync(cancellationToken));
}
