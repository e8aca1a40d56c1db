using Microsoft.Extensions.Options;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>Use cases of webhooks over the store in memory.</summary>
internal static class SomeWebhooks
{
    public static readonly WebhookSecrets Secrets = new(new InstallationSecret(Some.Key));

    public static SendWebhook Sending(InMemoryStore store, IWebhookReceivers receivers, TimeProvider clock, params LinkKey[] linkKeys) =>
        Sending(store.Webhooks, store.Subscriptions, receivers, clock, linkKeys);

    public static SendWebhook Sending(IWebhookEndpoints webhooks, ISubscriptions subscriptions, IWebhookReceivers receivers, TimeProvider clock, params LinkKey[] linkKeys) => new(
        webhooks,
        receivers,
        Secrets,
        new WebhookComposer(SomeComposer.Links(clock, linkKeys), Options.Create(SomeComposer.Options), CourtDirectory.Default),
        new EndWebhook(webhooks, subscriptions, clock),
        Options.Create(new WebhookOptions()),
        clock);
}

/// <summary>Receivers that answer as a test says, and note what they are sent.</summary>
internal sealed class ScriptedReceivers : IWebhookReceivers
{
    /// <summary>What came, in order.</summary>
    public List<(WebhookUrl Url, WebhookMessage Message, WebhookKeys Keys)> Sent { get; } = [];

    /// <summary>Where challenges went, in order.</summary>
    public List<WebhookUrl> Challenged { get; } = [];

    /// <summary>What a webhook is answered.</summary>
    public Func<WebhookUrl, Task<WebhookOutcome>> OnSend { get; set; } = _ => Task.FromResult<WebhookOutcome>(new WebhookOutcome.Accepted(200));

    /// <summary>What a challenge is answered.</summary>
    public Func<WebhookUrl, Task<ChallengeOutcome>> OnChallenge { get; set; } = _ => Task.FromResult<ChallengeOutcome>(new ChallengeOutcome.Passed());

    public ScriptedReceivers Answers(WebhookOutcome outcome)
    {
        OnSend = _ => Task.FromResult(outcome);
        return this;
    }

    public Task<WebhookOutcome> SendAsync(WebhookUrl url, WebhookMessage message, WebhookKeys keys, CancellationToken cancellationToken)
    {
        Sent.Add((url, message, keys));
        return OnSend(url);
    }

    public Task<ChallengeOutcome> ChallengeAsync(WebhookUrl url, WebhookChallenge challenge, WebhookKeys keys, CancellationToken cancellationToken)
    {
        Challenged.Add(url);
        return OnChallenge(url);
    }
}
