namespace Tipstaff.Subscriptions;

/// <summary>Ends a subscription; alerts that are queued for it are stopped too.</summary>
public sealed class Unsubscribe(ISubscriptions subscriptions, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>The subscription that would end; null when there is none.</summary>
    public Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        subscriptions.FindAsync(id, cancellationToken);

    /// <summary>Ends it. Doing it twice changes nothing.</summary>
    /// <returns>The ended subscription; null when there is none.</returns>
    public async Task<Subscription?> RunAsync(SubscriptionId id, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var present = await subscriptions.FindAsync(id, cancellationToken);
            if (present is null or { State: SubscriptionState.Ended })
            {
                return present;
            }

            var ended = present.Ended(time.GetUtcNow());
            if (await subscriptions.TryWriteAsync([ended], message: null, cancellationToken))
            {
                return ended;
            }
        }

        throw new InvalidOperationException($"Unsubscribing lost {MaxRaces} races in a row for its row; press the button again.");
    }
}
