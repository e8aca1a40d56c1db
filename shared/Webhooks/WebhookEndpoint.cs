namespace Tipstaff.Webhooks;

/// <summary>One URL where a subscriber takes webhooks, whatever is followed there: its secret, and whether it wants them.</summary>
/// <remarks>The secret itself is nowhere stored: <see cref="WebhookSecrets"/> derives it from the moment at which it was made.</remarks>
public sealed record WebhookEndpoint
{
    /// <summary>The URL.</summary>
    public required WebhookUrl Url { get; init; }

    /// <summary>When its secret was made, UTC; no two of its secrets at the same moment.</summary>
    public required DateTimeOffset SecretMadeAt { get; init; }

    /// <summary>When the secret before that was made, UTC; null where it never changed.</summary>
    public DateTimeOffset? PreviousMadeAt { get; init; }

    /// <summary>Until when the secret before that signs beside it, UTC; null where it never changed.</summary>
    public DateTimeOffset? PreviousUntil { get; init; }

    /// <summary>When it last passed a challenge, UTC; null where it never did, and since it said that it wants no more webhooks.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    /// <summary>When the last challenge failed, UTC; null where it was passed, and where there was none.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Why, in a sentence for its owner; null with <see cref="FailedAt"/>.</summary>
    public string? Failure { get; init; }

    /// <summary>A new secret takes over; the one that it replaces signs beside it for <see cref="WebhookKeys.Overlap"/>, one before that no more.</summary>
    public WebhookEndpoint WithNewSecret(DateTimeOffset now) => this with
    {
        SecretMadeAt = now > SecretMadeAt ? now : SecretMadeAt.AddTicks(1),
        PreviousMadeAt = SecretMadeAt,
        PreviousUntil = now + WebhookKeys.Overlap,
    };

    /// <summary>A challenge came to this. One that fails takes back nothing that was proven before.</summary>
    public WebhookEndpoint After(ChallengeOutcome outcome, DateTimeOffset now) => outcome is ChallengeOutcome.Failed(var reason)
        ? this with { FailedAt = now, Failure = reason }
        : this with { VerifiedAt = now, FailedAt = null, Failure = null };

    /// <summary>It wants no more webhooks.</summary>
    public WebhookEndpoint Gone() => this with { VerifiedAt = null };
}
