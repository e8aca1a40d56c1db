namespace Tipstaff.Webhooks;

/// <summary>What came of handing over one webhook. No reason repeats the URL, a secret or the receiver's words.</summary>
public abstract record WebhookOutcome
{
    private WebhookOutcome()
    {
    }

    /// <summary>The receiver has it: any 2xx. Delivered.</summary>
    /// <param name="Status">Its HTTP status.</param>
    public sealed record Accepted(int Status) : WebhookOutcome;

    /// <summary>It will not be taken, however often it is sent.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="Kind">What that says of the webhook and of the receiver.</param>
    public sealed record Refused(string Reason, WebhookRefusal Kind) : WebhookOutcome;

    /// <summary>The receiver does not have it, and may take it later: as with mail, it is tried again by the retry plan.</summary>
    /// <param name="Reason">In words.</param>
    /// <param name="RetryAfter">How long it asks us to wait, more than nothing and at most a day; null when it does not say.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter = null) : WebhookOutcome;

    /// <summary>
    /// The receiver was lost after it may have got it. To be treated like <see cref="Unavailable"/>: a second copy bears the same
    /// <c>webhook-id</c>, by which receivers know it, so that nothing needs to be held back.
    /// </summary>
    /// <param name="Reason">In words.</param>
    public sealed record Unknown(string Reason) : WebhookOutcome;
}

/// <summary>What it says that a webhook is refused.</summary>
public enum WebhookRefusal
{
    /// <summary>The receiver does not take this one (a 4xx that does not pass, or a redirect): a dead letter. Others may pass.</summary>
    ThisMessage,

    /// <summary>It wants no more webhooks (410): the subscriptions that go to it end, and what is queued for them is suppressed.</summary>
    EndpointGone,

    /// <summary>Its name leads to no public address any more: a dead letter. The others are judged by what the name leads to then.</summary>
    NotPublic,
}
