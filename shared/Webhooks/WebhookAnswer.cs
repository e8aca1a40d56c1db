namespace Tipstaff.Webhooks;

/// <summary>What came of one signed request.</summary>
internal abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>The receiver answered.</summary>
    /// <param name="Status">The HTTP status.</param>
    /// <param name="RetryAfter">How long it asks us to wait, more than nothing and at most a day; null when it does not say.</param>
    /// <param name="Body">As much of the body as was asked for, and one byte more of a longer one.</param>
    public sealed record Answered(int Status, TimeSpan? RetryAfter, ReadOnlyMemory<byte> Body) : WebhookAnswer;

    /// <summary>Its host has no public address: nothing was sent.</summary>
    public sealed record NotPublic : WebhookAnswer;

    /// <summary>There was no connection: nothing was sent.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record NotConnected(string Reason) : WebhookAnswer;

    /// <summary>The request went out, in part at least, and no answer came.</summary>
    /// <param name="Reason">In words.</param>
    public sealed record Lost(string Reason) : WebhookAnswer;
}
