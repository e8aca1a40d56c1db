using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Ends a subscriber's subscriptions at a URL that says that it wants no more webhooks (HTTP 410).</summary>
public sealed class EndWebhook(IWebhookEndpoints webhooks, ISubscriptions subscriptions, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Ends them, and has the URL pass a new challenge should it be asked for again. Doing it twice changes nothing.</summary>
    public async Task RunAsync(SubscriberId owner, WebhookUrl url, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var own = await webhooks.FindAsync(owner, cancellationToken);
            if (own?.Find(url) is { VerifiedAt: not null } endpoint && !await webhooks.TryWriteAsync(own.With(endpoint.Gone()), cancellationToken))
            {
                continue;
            }

            var living = (await subscriptions.OfSubscriberAsync(owner, cancellationToken)).Where(one => one.Webhook == url && one.State is SubscriptionState.Confirmed);
            IReadOnlyList<Subscription> ended = [.. living.Select(one => one.Ended(now))];
            if (ended is [] || await subscriptions.TryWriteAsync(ended, message: null, cancellationToken))
            {
                return;
            }
        }

        throw new InvalidOperationException($"Ending the subscriptions of a webhook that is gone lost {MaxRaces} races in a row; its next alert tries again.");
    }
}
