using Microsoft.Extensions.Logging;
using Tipstaff.Subscriptions;

namespace Tipstaff.Erasures;

/// <summary>Forgets a subscriber: address, subscriptions, queued and past alerts.</summary>
/// <remarks>
/// Four steps, each of which may be done again: the wish is written down; the subscriptions end, so that from then on nothing is matched
/// and nothing that waits is sent; everything stored goes; and mails that are kept go. Of somebody who complained, cause and moment stay
/// under the id, as that person must not be mailed on anybody's request; the id is a keyed hash, which leads to no address.
/// </remarks>
public sealed class EraseSubscriber(
    ISubscriptions subscriptions, IErasures erasures, IEnumerable<IKeptMail> mails, TimeProvider time, ILogger<EraseSubscriber> logger)
{
    private const int MaxRaces = 5;
    private const int MostAtOnce = 100;

    /// <summary>Forgets the subscriber. Doing it twice is doing it once; of a stranger there is nothing to forget.</summary>
    /// <param name="subscriber">Who.</param>
    /// <param name="cancellationToken">Stops in between; <see cref="FinishAsync(CancellationToken)"/> goes on.</param>
    /// <exception cref="InvalidOperationException">Others wrote to the subscriptions each time in between; <see cref="FinishAsync(CancellationToken)"/> goes on.</exception>
    public async Task RunAsync(SubscriberId subscriber, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var own = await subscriptions.OfSubscriberAsync(subscriber, cancellationToken);
        var erasure = Erasure.Of(subscriber, own, await erasures.FindAsync(subscriber, cancellationToken), now);
        await erasures.NoteAsync(erasure, cancellationToken);
        await CompleteAsync(erasure, now, cancellationToken);
        logger.SubscriberErased();
    }

    /// <summary>Goes on with what a crash left, and takes what turned up late.</summary>
    /// <returns>How many erasures were looked after.</returns>
    public async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        var found = await erasures.ListAsync(MostAtOnce, cancellationToken);
        foreach (var erasure in found)
        {
            try
            {
                await FinishAsync(erasure, cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // One that fails must not keep the others from being finished.
                logger.ErasureLeft(fault);
            }
        }

        if (found.Count > 0)
        {
            await erasures.CleanAsync(cancellationToken);
        }

        return found.Count;
    }

    private async Task FinishAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var own = await subscriptions.OfSubscriberAsync(erasure.Subscriber, cancellationToken);
        await CompleteAsync(erasure, erasure.MadeUpTo(own, now), cancellationToken);
        if (erasure.IsOver(now))
        {
            await erasures.ForgetAsync(erasure, cancellationToken);
        }
    }

    private async Task CompleteAsync(Erasure erasure, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        await EndAsync(erasure.Subscriber, madeUpTo, cancellationToken);
        await erasures.EraseAsync(erasure, madeUpTo, cancellationToken);
        foreach (var kept in mails)
        {
            await kept.EraseAsync(erasure.Subscriber, madeUpTo, cancellationToken);
        }
    }

    private async Task EndAsync(SubscriberId subscriber, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var living = (await subscriptions.OfSubscriberAsync(subscriber, cancellationToken))
                .Where(one => one.State is not SubscriptionState.Ended && one.RequestedAt <= madeUpTo);
            IReadOnlyList<Subscription> ended = [.. living.Select(one => one.Ended(time.GetUtcNow()))];
            if (ended is [] || await subscriptions.TryWriteAsync(ended, message: null, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Erasing a subscriber lost {MaxRaces} races in a row for the subscriptions; it goes on within the hour.");
    }
}
