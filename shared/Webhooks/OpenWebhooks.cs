using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Makes a first secret for each URL among subscriptions that were just confirmed, to be shown to whoever confirmed.</summary>
/// <remarks>
/// Whose write brings a secret into being may show it, and nobody else: of two who confirm at the same moment one sees it. A URL that
/// passed its challenge before, for other subscriptions of the same subscriber, needs none again.
/// </remarks>
public sealed class OpenWebhooks(IWebhookEndpoints webhooks, ISubscriptions subscriptions, WebhookSecrets secrets, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Makes them. Done again, it makes none.</summary>
    /// <returns>The secrets that were made now.</returns>
    public async Task<IReadOnlyList<NewSecret>> RunAsync(SubscriberId owner, IReadOnlyList<Subscription> confirmed, CancellationToken cancellationToken)
    {
        var urls = confirmed.Select(one => one.Webhook).OfType<WebhookUrl>().Distinct().ToList();
        for (var race = 0; race < MaxRaces && urls.Count > 0; race++)
        {
            var now = time.GetUtcNow();
            var present = await webhooks.FindAsync(owner, cancellationToken) ?? SubscriberWebhooks.New(owner);
            var next = present.WithSecretsFor(urls, now);
            if (next != present && !await webhooks.TryWriteAsync(next, cancellationToken))
            {
                continue;
            }

            var verified = urls.Where(url => next.Find(url)?.VerifiedAt is not null).ToHashSet();
            await subscriptions.VerifyAsync(owner, one => verified.Contains(one.Webhook!), now, cancellationToken);
            return [.. urls.Where(url => present.Find(url) is null).Select(next.Find).OfType<WebhookEndpoint>()
                .Select(made => new NewSecret(made.Url, secrets.Of(owner, made), PreviousUntil: null))];
        }

        return urls is [] ? [] : throw new InvalidOperationException($"Making the secrets of webhooks lost {MaxRaces} races in a row; make them one by one.");
    }
}

/// <summary>A secret that was just made, to be shown this once.</summary>
/// <param name="Url">Whose.</param>
/// <param name="Secret">The secret.</param>
/// <param name="PreviousUntil">Until when the one before signs beside it, UTC; null where there was none.</param>
public sealed record NewSecret(WebhookUrl Url, WebhookSecret Secret, DateTimeOffset? PreviousUntil);
