namespace Tipstaff.Webhooks;

/// <summary>Those who take webhooks, at their URLs.</summary>
public interface IWebhookReceivers
{
    /// <summary>Hands over one webhook.</summary>
    /// <param name="url">Where to; its challenge was passed.</param>
    /// <param name="message">What.</param>
    /// <param name="keys">The receiver's secrets.</param>
    /// <param name="cancellationToken">Ends it; the receiver may have it all the same.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    Task<WebhookOutcome> SendAsync(WebhookUrl url, WebhookMessage message, WebhookKeys keys, CancellationToken cancellationToken);

    /// <summary>Asks the receiver to prove that it wants webhooks at this URL.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="challenge">A new challenge.</param>
    /// <param name="keys">The receiver's secrets.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    Task<ChallengeOutcome> ChallengeAsync(WebhookUrl url, WebhookChallenge challenge, WebhookKeys keys, CancellationToken cancellationToken);
}
