using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>One e-mail, ready for any provider.</summary>
public sealed record OutgoingMail
{
    /// <summary>What makes sending it twice a no-op at a provider that honours it.</summary>
    public required IdempotencyKey Key { get; init; }

    /// <summary>The sender's address.</summary>
    public required EmailAddress From { get; init; }

    /// <summary>The sender's display name.</summary>
    public required string FromName { get; init; }

    /// <summary>The one recipient.</summary>
    public required EmailAddress To { get; init; }

    /// <summary>The subject, one line of plain text.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>The <c>Message-ID</c> without angle brackets; the same however often it is sent.</summary>
    public required string MessageId { get; init; }

    /// <summary>Message ids (without angle brackets) of the thread that it belongs to; empty for none.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Further headers, in order: <c>List-Id</c>, <c>List-Unsubscribe</c>, … Values are one line.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The plain text.</summary>
    public required string Text { get; init; }

    /// <summary>The HTML, saying the same.</summary>
    public required string Html { get; init; }
}
