using Tipstaff.Digests;

namespace Tipstaff.Subscriptions;

/// <summary>Ends what comes to somebody in digests, by the link of one: and what came in that one, though it is told at once by now.</summary>
public sealed class UnsubscribeDigests(ISubscriptions subscriptions, IDigests digests, TimeProvider time)
{
    private const int MaxRaces = 5;

    // Far longer than it takes from the hour of a digest until its mail is made.
    private static readonly TimeSpan MadeWithin = TimeSpan.FromDays(1);

    /// <summary>The living subscriptions that would end, oldest first.</summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="issuedAt">When the digest was made whose link it is, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<Subscription>> FindAsync(SubscriberId subscriber, DateTimeOffset issuedAt, CancellationToken cancellationToken)
    {
        var living = (await subscriptions.OfSubscriberAsync(subscriber, cancellationToken)).Where(one => one.State is not SubscriptionState.Ended).ToList();
        if (living.TrueForAll(one => one.Cadence is not Cadence.Immediate))
        {
            return living;
        }

        var told = await digests.SubscriptionsAsync(subscriber, issuedAt - MadeWithin, issuedAt, cancellationToken);
        return living.FindAll(one => one.Cadence is not Cadence.Immediate || (told.Contains(one.Id) && one.RequestedAt <= issuedAt));
    }

    /// <summary>Ends them. Doing it twice changes nothing.</summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="issuedAt">When the digest was made whose link it is, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Those that were ended now.</returns>
    public async Task<IReadOnlyList<Subscription>> RunAsync(SubscriberId subscriber, DateTimeOffset issuedAt, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            IReadOnlyList<Subscription> ended = [.. (await FindAsync(subscriber, issuedAt, cancellationToken)).Select(one => one.Ended(now))];
            if (ended is [] || await subscriptions.TryWriteAsync(ended, message: null, cancellationToken))
            {
                return ended;
            }
        }

        throw new InvalidOperationException($"Unsubscribing lost {MaxRaces} races in a row for its rows; press the button again.");
    }
}
