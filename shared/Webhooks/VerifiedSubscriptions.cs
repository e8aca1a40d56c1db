using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Writes down that subscriptions may tell, as their URL is known to want webhooks.</summary>
internal static class VerifiedSubscriptions
{
    private const int MaxRaces = 5;

    /// <summary>Writes it to a subscriber's confirmed ones that go to webhooks and do not have it. Doing it twice changes nothing.</summary>
    /// <param name="subscriptions">The stored subscriptions.</param>
    /// <param name="owner">Whose.</param>
    /// <param name="isMeant">Which of those that go to webhooks.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static async Task VerifyAsync(
        this ISubscriptions subscriptions, SubscriberId owner, Func<Subscription, bool> isMeant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var waiting = (await subscriptions.OfSubscriberAsync(owner, cancellationToken)).Where(one => one.Webhook is not null && isMeant(one));
            IReadOnlyList<Subscription> verified = [.. waiting.Select(one => (Before: one, After: one.Verified(now))).Where(one => one.After != one.Before).Select(one => one.After)];
            if (verified is [] || await subscriptions.TryWriteAsync(verified, message: null, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Verifying webhooks lost {MaxRaces} races in a row for the subscriptions; ask for the challenge again.");
    }
}
