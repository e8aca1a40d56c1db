using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>The URLs where one subscriber takes webhooks, and how often their hosts were challenged.</summary>
public sealed record SubscriberWebhooks
{
    /// <summary>The most URLs of one subscriber that have a secret.</summary>
    public const int MaxUrls = 50;

    /// <summary>The most hosts that one subscriber has challenged within <see cref="ChallengeRate.Forgotten"/>.</summary>
    public const int MaxHosts = 20;

    /// <summary>Whose they are.</summary>
    public required SubscriberId Subscriber { get; init; }

    /// <summary>The URLs that have a secret.</summary>
    public IReadOnlyList<WebhookEndpoint> Endpoints { get; init; } = [];

    /// <summary>How often their hosts were challenged lately, whether or not they still have URLs here.</summary>
    public IReadOnlyList<HostChallenges> Hosts { get; init; } = [];

    /// <summary>How often the stored row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>A subscriber's before the first.</summary>
    public static SubscriberWebhooks New(SubscriberId subscriber) => new() { Subscriber = subscriber };

    /// <summary>What is known of a URL; null where it has no secret yet.</summary>
    public WebhookEndpoint? Find(WebhookUrl url) => Endpoints.FirstOrDefault(endpoint => endpoint.Url == url);

    /// <summary>With the URL as it is now.</summary>
    public SubscriberWebhooks With(WebhookEndpoint endpoint) => this with
    {
        Endpoints = Find(endpoint.Url) is null ? [.. Endpoints, endpoint] : [.. Endpoints.Select(one => one.Url == endpoint.Url ? endpoint : one)],
    };

    /// <summary>With a first secret for each of these URLs that has none, as far as there is room.</summary>
    public SubscriberWebhooks WithSecretsFor(IEnumerable<WebhookUrl> urls, DateTimeOffset now) => urls.Aggregate(
        this, (own, url) => own.Find(url) is null && own.Endpoints.Count < MaxUrls ? own.With(new WebhookEndpoint { Url = url, SecretMadeAt = now }) : own);

    /// <summary>From when on the host may be challenged, UTC; null: at once.</summary>
    public DateTimeOffset? NotBefore(string host, DateTimeOffset now)
    {
        var rate = RateOf(host);
        var notBefore = rate.MayTry(now) ? null : rate.NotBefore;
        var others = Hosts.Where(one => one.Host != host && !one.Rate.IsForgotten(now)).ToList();
        return notBefore ?? (others.Count >= MaxHosts ? others.Min(one => one.Rate.LastAt) + ChallengeRate.Forgotten : null);
    }

    /// <summary>The host is about to be challenged; to be written down before it is.</summary>
    public SubscriberWebhooks Challenged(string host, DateTimeOffset now) => WithRate(host, RateOf(host).Sent(now), now);

    /// <summary>A challenge at a URL came to this. Of a URL that is gone nothing is kept.</summary>
    public SubscriberWebhooks After(WebhookUrl url, ChallengeOutcome outcome, DateTimeOffset now)
    {
        var counted = outcome is ChallengeOutcome.Passed ? WithRate(url.Host, RateOf(url.Host).Passed(), now) : this;
        return counted.Find(url) is { } endpoint ? counted.With(endpoint.After(outcome, now)) : counted;
    }

    /// <summary>What is left when all that was made up to a moment is erased; null for nothing.</summary>
    /// <param name="madeUpTo">The moment, UTC.</param>
    /// <param name="kept">The URLs of subscriptions that were asked for later.</param>
    public SubscriberWebhooks? Erased(DateTimeOffset madeUpTo, IReadOnlyCollection<WebhookUrl> kept)
    {
        var left = this with
        {
            Endpoints = [.. Endpoints.Where(one => one.SecretMadeAt > madeUpTo || kept.Contains(one.Url))],
            Hosts = [.. Hosts.Where(one => one.Rate.LastAt > madeUpTo || kept.Any(url => url.Host == one.Host))],
        };
        return left is { Endpoints: [], Hosts: [] } ? null
            : left.Endpoints.Count == Endpoints.Count && left.Hosts.Count == Hosts.Count ? this
            : left;
    }

    private ChallengeRate RateOf(string host) => Hosts.FirstOrDefault(one => one.Host == host)?.Rate ?? ChallengeRate.None;

    private SubscriberWebhooks WithRate(string host, ChallengeRate rate, DateTimeOffset now) => this with
    {
        Hosts = [.. Hosts.Where(one => one.Host != host && !one.Rate.IsForgotten(now)), new HostChallenges(host, rate)],
    };
}

/// <summary>How often a subscriber had one host challenged.</summary>
/// <param name="Host">Its name: <see cref="WebhookUrl.Host"/>.</param>
/// <param name="Rate">How often.</param>
public sealed record HostChallenges(string Host, ChallengeRate Rate);
