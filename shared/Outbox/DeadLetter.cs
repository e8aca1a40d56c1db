using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tipstaff.Outbox;

/// <summary>A message that was given up, as operators are told of it: no address, and no text of the mail.</summary>
/// <param name="Key">The message; an alert's id.</param>
/// <param name="At">When it was given up, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">After how many attempts.</param>
public sealed record DeadLetter(IdempotencyKey Key, DateTimeOffset At, string Reason, int Attempts)
{
    /// <summary>Where it stands in the list.</summary>
    public DeadLetterPlace Place => new(At, Key);
}

/// <summary>A place in the list of dead letters, which is in the order of time; those of one moment stand by their keys.</summary>
/// <param name="At">When a message was given up, UTC.</param>
/// <param name="Key">The message.</param>
public sealed record DeadLetterPlace(DateTimeOffset At, IdempotencyKey Key) : IComparable<DeadLetterPlace>
{
    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out DeadLetterPlace? place)
    {
        place = text?.Split('-') is [var ticks, var key]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.UtcTicks
            && IdempotencyKey.TryParse(key, provider: null, out var message)
            ? new DeadLetterPlace(new DateTimeOffset(at, TimeSpan.Zero), message)
            : null;
        return place is not null;
    }

    /// <inheritdoc/>
    public int CompareTo(DeadLetterPlace? other) =>
        other is null ? 1
        : At != other.At ? At.CompareTo(other.At)
        : string.CompareOrdinal(Key.Value, other.Key.Value);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{Key}");
}
