using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Challenges the URL of a subscription, for its owner; once it passes, all of the owner's confirmed subscriptions there tell.</summary>
/// <remarks>
/// That a challenge is sent is written down before, on condition that nobody else did (<see cref="ChallengeRate"/>). Entries count from the
/// moment at which it was passed; a later challenge that fails takes nothing back.
/// </remarks>
public sealed class VerifyWebhook(
    IWebhookEndpoints webhooks, ISubscriptions subscriptions, IWebhookReceivers receivers, WebhookSecrets secrets, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Challenges it, and waits for the answer: some 10 seconds at the longest.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="id">A subscription of theirs.</param>
    /// <param name="cancellationToken">Stops waiting; the challenge counts all the same.</param>
    public async Task<VerifyOutcome> RunAsync(SubscriberId owner, SubscriptionId id, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(id, cancellationToken) is not { } subscription || subscription.Subscriber != owner)
        {
            return new VerifyOutcome.Unknown();
        }

        if (subscription.Webhook is not { } url || subscription.State is not SubscriptionState.Confirmed)
        {
            return new VerifyOutcome.NoWebhook();
        }

        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            if (await webhooks.FindAsync(owner, cancellationToken) is not { } own || own.Find(url) is not { } endpoint)
            {
                return new VerifyOutcome.NoSecret();
            }

            if (own.NotBefore(url.Host, now) is { } notBefore)
            {
                return new VerifyOutcome.TooSoon(notBefore - now);
            }

            if (await webhooks.TryWriteAsync(own.Challenged(url.Host, now), cancellationToken))
            {
                var outcome = await receivers.ChallengeAsync(url, WebhookChallenge.Create(), secrets.KeysOf(owner, endpoint), cancellationToken);
                return await WriteAsync(owner, url, outcome, cancellationToken);
            }
        }

        throw new InvalidOperationException($"The challenge for subscription {id} lost {MaxRaces} races in a row; ask again.");
    }

    private async Task<VerifyOutcome> WriteAsync(SubscriberId owner, WebhookUrl url, ChallengeOutcome outcome, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            if (await webhooks.FindAsync(owner, cancellationToken) is not { } own || own.Find(url) is null)
            {
                // Erased meanwhile.
                return new VerifyOutcome.Unknown();
            }

            if (await webhooks.TryWriteAsync(own.After(url, outcome, now), cancellationToken))
            {
                if (outcome is ChallengeOutcome.Failed(var reason))
                {
                    return new VerifyOutcome.Failed(reason);
                }

                await subscriptions.VerifyAsync(owner, one => one.Webhook == url, now, cancellationToken);
                return new VerifyOutcome.Verified();
            }
        }

        throw new InvalidOperationException($"The outcome of a challenge lost {MaxRaces} races in a row; ask for it again.");
    }
}

/// <summary>What became of the wish for a challenge.</summary>
public abstract record VerifyOutcome
{
    private VerifyOutcome()
    {
    }

    /// <summary>It was passed: from now on entries are told.</summary>
    public sealed record Verified : VerifyOutcome;

    /// <summary>It was not.</summary>
    /// <param name="Reason">What went wrong and what to do, in sentences.</param>
    public sealed record Failed(string Reason) : VerifyOutcome;

    /// <summary>The host was challenged too often, or too many hosts were: nothing was sent.</summary>
    /// <param name="Wait">How long to wait.</param>
    public sealed record TooSoon(TimeSpan Wait) : VerifyOutcome;

    /// <summary>The URL has no secret yet, which would sign the challenge.</summary>
    public sealed record NoSecret : VerifyOutcome;

    /// <summary>The owner has no such subscription.</summary>
    public sealed record Unknown : VerifyOutcome;

    /// <summary>The subscription goes by mail, waits to be confirmed, or has ended.</summary>
    public sealed record NoWebhook : VerifyOutcome;
}
