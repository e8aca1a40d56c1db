using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Makes a new secret for the URL of a subscription, or a first one where a crash left none.</summary>
public sealed class ChangeWebhookSecret(IWebhookEndpoints webhooks, ISubscriptions subscriptions, WebhookSecrets secrets, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Makes it. Each call makes another; all subscriptions of the owner at that URL share it.</summary>
    /// <param name="owner">Who asks.</param>
    /// <param name="id">A subscription of theirs.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<SecretOutcome> RunAsync(SubscriberId owner, SubscriptionId id, CancellationToken cancellationToken)
    {
        if (await subscriptions.FindAsync(id, cancellationToken) is not { } subscription || subscription.Subscriber != owner)
        {
            return new SecretOutcome.Unknown();
        }

        if (subscription.Webhook is not { } url || subscription.State is not SubscriptionState.Confirmed)
        {
            return new SecretOutcome.NoWebhook();
        }

        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var present = await webhooks.FindAsync(owner, cancellationToken) ?? SubscriberWebhooks.New(owner);
            var next = present.Find(url) is { } endpoint ? present.With(endpoint.WithNewSecret(now)) : present.WithSecretsFor([url], now);
            if (next.Find(url) is not { } made)
            {
                return new SecretOutcome.TooMany();
            }

            if (await webhooks.TryWriteAsync(next, cancellationToken))
            {
                return new SecretOutcome.Made(new NewSecret(url, secrets.Of(owner, made), made.PreviousUntil));
            }
        }

        throw new InvalidOperationException($"A new secret for subscription {id} lost {MaxRaces} races in a row; ask again.");
    }
}

/// <summary>What became of the wish for a new secret.</summary>
public abstract record SecretOutcome
{
    private SecretOutcome()
    {
    }

    /// <summary>It was made.</summary>
    public sealed record Made(NewSecret Secret) : SecretOutcome;

    /// <summary>The owner has no such subscription.</summary>
    public sealed record Unknown : SecretOutcome;

    /// <summary>The subscription goes by mail, waits to be confirmed, or has ended.</summary>
    public sealed record NoWebhook : SecretOutcome;

    /// <summary>The owner has <see cref="SubscriberWebhooks.MaxUrls"/> URLs already.</summary>
    public sealed record TooMany : SecretOutcome;
}
