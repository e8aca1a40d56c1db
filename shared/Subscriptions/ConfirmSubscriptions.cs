using Tipstaff.Suppressions;

namespace Tipstaff.Subscriptions;

/// <summary>Confirms all that is pending for a subscriber who pressed the button behind the link of a mail.</summary>
public sealed class ConfirmSubscriptions(ISubscriptions subscriptions, ISuppressions suppressions, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>What waits for the subscriber's word, oldest first; empty when nothing does.</summary>
    public async Task<IReadOnlyList<Subscription>> PendingAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        [.. (await subscriptions.OfSubscriberAsync(subscriber, cancellationToken)).Where(one => one.State is SubscriptionState.Pending)];

    /// <summary>Confirms it, and lifts what earlier bounces or complaints held back. Pressing twice changes nothing.</summary>
    /// <returns>What was pending and is confirmed now, oldest first; empty when nothing was pending.</returns>
    public async Task<IReadOnlyList<Subscription>> RunAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        // A lost race may leave some of them confirmed.
        var wanted = new HashSet<SubscriptionId>();
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var own = await subscriptions.OfSubscriberAsync(subscriber, cancellationToken);
            IReadOnlyList<Subscription> pending = [.. own.Where(one => one.State is SubscriptionState.Pending).Select(one => one.Confirmed(now))];
            wanted.UnionWith(pending.Select(one => one.Id));

            // Lifted first, so that a crash in between leaves the button to be pressed again.
            if (pending is []
                || (await TryLiftAsync(subscriber, now, cancellationToken)
                    && await subscriptions.TryWriteAsync(pending, message: null, cancellationToken)))
            {
                return [.. own.Select(one => one.Confirmed(now)).Where(one => wanted.Contains(one.Id) && one.State is SubscriptionState.Confirmed)];
            }
        }

        throw new InvalidOperationException($"A confirmation lost {MaxRaces} races in a row for its rows; press the button again.");
    }

    private async Task<bool> TryLiftAsync(SubscriberId subscriber, DateTimeOffset now, CancellationToken cancellationToken) =>
        !(await suppressions.FindAsync([subscriber], cancellationToken)).TryGetValue(subscriber, out var record)
        || await suppressions.TryWriteAsync(record.Lifted(now), notice: null, cancellationToken);
}
