using System.Diagnostics;
using System.Globalization;
using Tipstaff.Suppressions;

namespace Tipstaff.Subscriptions;

/// <summary>Confirms all that is pending for a subscriber who pressed the button behind the link of a mail.</summary>
public sealed class ConfirmSubscriptions(ISubscriptions subscriptions, ISuppressions suppressions, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>What waits for the subscriber's word, oldest first; empty when nothing does.</summary>
    public async Task<IReadOnlyList<Subscription>> PendingAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        [.. (await subscriptions.OfSubscriberAsync(subscriber, cancellationToken)).Where(one => one.State is SubscriptionState.Pending)];

    /// <summary>Stands for what is pending, each as it was asked for last.</summary>
    public static string Fingerprint(IReadOnlyCollection<Subscription> pending) => ContentKey.Of(
        pending.Select(one => $"{one.Id.Value}|{one.Version.ToString(CultureInfo.InvariantCulture)}").Order(StringComparer.Ordinal));

    /// <summary>Confirms it, and lifts what earlier bounces or complaints held back. Pressing twice changes nothing.</summary>
    /// <returns>What was pending and is confirmed now, oldest first; empty when nothing was pending.</returns>
    public async Task<IReadOnlyList<Subscription>> RunAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        await RunAsync(subscriber, shown: null, cancellationToken) ?? throw new UnreachableException();

    /// <summary>Confirms what a page showed as pending; nothing where something else is pending by now, as anybody may ask in anybody's name.</summary>
    /// <param name="subscriber">Who pressed the button.</param>
    /// <param name="shown">What the page showed (<see cref="Fingerprint"/>); null where nobody knows, and all that is pending is confirmed.</param>
    /// <param name="cancellationToken">Ends it; what is left is confirmed when the button is pressed again.</param>
    /// <returns>What was pending and is confirmed now, oldest first, empty when nothing was; null where something else is pending.</returns>
    public async Task<IReadOnlyList<Subscription>?> RunAsync(SubscriberId subscriber, string? shown, CancellationToken cancellationToken)
    {
        // A lost race may leave some of them confirmed.
        var wanted = new Dictionary<SubscriptionId, string>();
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var own = await subscriptions.OfSubscriberAsync(subscriber, cancellationToken);
            List<Subscription> waiting = [.. own.Where(one => one.State is SubscriptionState.Pending)];
            if (race == 0)
            {
                wanted = waiting.ToDictionary(one => one.Id, one => Fingerprint([one]));
            }

            if (shown is not null && waiting.Count > 0
                && (race == 0 ? Fingerprint(waiting) != shown : waiting.Any(one => wanted.GetValueOrDefault(one.Id) != Fingerprint([one]))))
            {
                return null;
            }

            IReadOnlyList<Subscription> pending = [.. waiting.Select(one => one.Confirmed(now))];
            foreach (var one in waiting)
            {
                wanted.TryAdd(one.Id, "");
            }

            // Lifted first, so that a crash in between leaves the button to be pressed again.
            if (pending is []
                || (await TryLiftAsync(subscriber, now, cancellationToken)
                    && await subscriptions.TryWriteAsync(pending, message: null, cancellationToken)))
            {
                return [.. own.Select(one => one.Confirmed(now)).Where(one => wanted.ContainsKey(one.Id) && one.State is SubscriptionState.Confirmed)];
            }
        }

        throw new InvalidOperationException($"A confirmation lost {MaxRaces} races in a row for its rows; press the button again.");
    }

    /// <summary>Confirms one, whose owner a link of our mails has shown it to. Pressing twice changes nothing.</summary>
    /// <param name="owner">Who pressed the button.</param>
    /// <param name="id">The subscription.</param>
    /// <param name="version">The version that the page showed, as anybody may ask for it on other terms until it is confirmed.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ChangeOutcome> RunAsync(SubscriberId owner, SubscriptionId id, long version, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var present = await subscriptions.FindAsync(id, cancellationToken);
            if (present is null || present.Subscriber != owner)
            {
                return new ChangeOutcome.Unknown();
            }

            if (present.State is not SubscriptionState.Pending)
            {
                return present.State is SubscriptionState.Ended ? new ChangeOutcome.Ended(present) : new ChangeOutcome.Changed(present);
            }

            if (present.Version != version)
            {
                return new ChangeOutcome.Outdated(present);
            }

            var now = time.GetUtcNow();
            var next = present.Confirmed(now);
            if (await TryLiftAsync(owner, now, cancellationToken) && await subscriptions.TryWriteAsync([next], message: null, cancellationToken))
            {
                return new ChangeOutcome.Changed(next with { Version = next.Version + 1 });
            }
        }

        throw new InvalidOperationException($"The confirmation of subscription {id} lost {MaxRaces} races in a row for its row; press the button again.");
    }

    private async Task<bool> TryLiftAsync(SubscriberId subscriber, DateTimeOffset now, CancellationToken cancellationToken) =>
        !(await suppressions.FindAsync([subscriber], cancellationToken)).TryGetValue(subscriber, out var record)
        || await suppressions.TryWriteAsync(record.Lifted(now), notice: null, cancellationToken);
}
