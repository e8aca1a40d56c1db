using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Tipstaff.Outbox;

/// <summary>A message that was given up, as operators are told of it: no address, and no text of the mail.</summary>
/// <param name="Key">The message; an alert's id.</param>
/// <param name="At">When it was given up, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">After how many attempts.</param>
/// <param name="Trace">The trace that it belongs to, 32 hex digits.</param>
public sealed record DeadLetter(IdempotencyKey Key, DateTimeOffset At, string Reason, int Attempts, string Trace)
{
    /// <summary>Where it stands in the list.</summary>
    public DeadLetterPlace Place => new(At, Key);

    /// <summary>A page of the list, the newest first.</summary>
    /// <param name="letters">All dead letters, in no order.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    public static IReadOnlyList<DeadLetter> Page(IEnumerable<DeadLetter> letters, int max, DeadLetterPlace? after) =>
    [
        .. letters.Where(letter => after is null || letter.At < after.At || (letter.At == after.At && string.CompareOrdinal(letter.Key.Value, after.Key.Value) < 0))
            .OrderByDescending(letter => letter.At).ThenByDescending(letter => letter.Key.Value, StringComparer.Ordinal).Take(max),
    ];
}

/// <summary>A place in the list of dead letters, which is in the order of time; those of one moment stand by their keys.</summary>
/// <param name="At">When a message was given up, UTC.</param>
/// <param name="Key">The message.</param>
public sealed record DeadLetterPlace(DateTimeOffset At, IdempotencyKey Key)
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
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.UtcTicks}-{Key}");
}
