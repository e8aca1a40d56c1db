namespace Tipstaff.Subscriptions;

/// <summary>Changes how a subscription tells its news, pauses it or lets it go on, for its owner.</summary>
public sealed class ChangeSubscription(ISubscriptions subscriptions, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Makes the change. Doing it twice changes nothing more.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="id">The subscription.</param>
    /// <param name="change">What is to be otherwise.</param>
    /// <param name="isAsRead">Whether it still is what the owner has in mind; null for whatever it is.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ChangeOutcome> RunAsync(
        SubscriberId owner, SubscriptionId id, SubscriptionChange change, Func<Subscription, bool>? isAsRead, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var present = await subscriptions.FindAsync(id, cancellationToken);
            if (present is null || present.Subscriber != owner)
            {
                return new ChangeOutcome.Unknown();
            }

            if (isAsRead?.Invoke(present) is false)
            {
                return new ChangeOutcome.Outdated(present);
            }

            var next = change.Of(present, time.GetUtcNow());
            if (next == present)
            {
                return new ChangeOutcome.Changed(present);
            }

            if (present.State is SubscriptionState.Ended)
            {
                return new ChangeOutcome.Ended(present);
            }

            if (await subscriptions.TryWriteAsync([next], message: null, cancellationToken))
            {
                return new ChangeOutcome.Changed(next with { Version = next.Version + 1 });
            }
        }

        throw new InvalidOperationException($"A change of subscription {id} lost {MaxRaces} races in a row for its row; try again.");
    }
}

/// <summary>What is to be otherwise with a subscription.</summary>
public sealed record SubscriptionChange
{
    /// <summary>The new terms; null: as they are.</summary>
    public SubscriptionTerms? Terms { get; init; }

    /// <summary>Whether it is to be paused; null: as it is.</summary>
    public bool? Paused { get; init; }

    /// <summary>Whether it is to end.</summary>
    public bool Ends { get; init; }

    /// <summary>The subscription with the change.</summary>
    public Subscription Of(Subscription present, DateTimeOffset now)
    {
        var next = Terms?.Of(present) ?? present;
        next = next.Filter == present.Filter ? next : next with { FilteredAt = now };
        next = Paused switch { true => next.Paused(now), false => next.Resumed(now), _ => next };
        return Ends ? next.Ended(now) : next;
    }
}

/// <summary>What became of a change.</summary>
public abstract record ChangeOutcome
{
    private ChangeOutcome()
    {
    }

    /// <summary>It stands as it was asked for.</summary>
    public sealed record Changed(Subscription Subscription) : ChangeOutcome;

    /// <summary>The owner has no such subscription.</summary>
    public sealed record Unknown : ChangeOutcome;

    /// <summary>It has changed since the owner looked.</summary>
    public sealed record Outdated(Subscription Subscription) : ChangeOutcome;

    /// <summary>It has ended, and does not change any more.</summary>
    public sealed record Ended(Subscription Subscription) : ChangeOutcome;
}
