using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Tipstaff.Alerts;
using Tipstaff.Digests;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>What makes the second sending of a message a no-op, at our side and at a provider that honours it.</summary>
[JsonConverter(typeof(ParsableJsonConverter<IdempotencyKey>))]
public sealed record IdempotencyKey : IParsable<IdempotencyKey>
{
    private IdempotencyKey(string value) => Value = value;

    /// <summary>32 hex digits.</summary>
    public string Value { get; }

    /// <summary>The key of an alert: its id.</summary>
    public static IdempotencyKey Of(AlertId alert) => new(alert.Value);

    /// <summary>The key of a request for confirmation: one a subscriber and day (UTC).</summary>
    /// <param name="subscriber">Whom it asks.</param>
    /// <param name="day">The day on which it is due.</param>
    /// <param name="erasedAt">
    /// When the subscriber was erased last, UTC; null for never. Who comes back on that day is asked anew: the mail from before is gone, and
    /// a provider takes no second one under its key. Nobody can be flooded by that, as only the owner can have an address erased.
    /// </param>
    public static IdempotencyKey OfConfirmation(SubscriberId subscriber, DateOnly day, DateTimeOffset? erasedAt = null)
    {
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return erasedAt is { } at && DateOnly.FromDateTime(at.UtcDateTime) == day
            ? new(ContentKey.Of("confirmation", subscriber.Value, date, at.UtcTicks.ToString(CultureInfo.InvariantCulture)))
            : new(ContentKey.Of("confirmation", subscriber.Value, date));
    }

    /// <summary>The key of a part of a digest.</summary>
    public static IdempotencyKey Of(DigestPart part) => new(ContentKey.Of(part.Key, part.Number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The key of an alert that a part of a digest leaves to a later one.</summary>
    public static IdempotencyKey OfLeft(AlertId alert, DigestPart part) => new(ContentKey.Of("left", alert.Value, part.Key));

    /// <summary>The key of a mail to operators: the news in it.</summary>
    public static IdempotencyKey OfNotices(IEnumerable<OperatorNotice> notices) => new(ContentKey.Of(notices.Select(notice => notice.Id).Prepend("operators")));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IdempotencyKey result)
    {
        result = ContentKey.IsWellFormed(s) ? new IdempotencyKey(s!) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static IdempotencyKey Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var key) ? key : throw new FormatException($"'{s}' is no idempotency key.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
