using System.Text.Json.Serialization;
using Tipstaff.Courts;

namespace Tipstaff.Operators;

/// <summary>Something that the people who run Tipstaff are told: stored with what it tells of, mailed, shown on their page.</summary>
/// <param name="Id">Derived from content: the same news is the same notice, and is told once. 32 hex digits.</param>
/// <param name="Kind">What kind of news.</param>
/// <param name="At">When it came about, UTC.</param>
/// <param name="Text">What happened and what to do, in a sentence or two. No address, no token, nothing of a mail's body.</param>
/// <param name="Court">The court that it concerns; null where it concerns none.</param>
public sealed record OperatorNotice(string Id, NoticeKind Kind, DateTimeOffset At, string Text, CourtId? Court = null)
{
    /// <summary>The longest text that is kept, in characters.</summary>
    public const int MaxTextLength = 1_000;

    /// <summary>A notice on something.</summary>
    /// <param name="kind">What kind of news.</param>
    /// <param name="about">What exactly: together with the kind it makes the id. A later event of the same kind needs another text here.</param>
    /// <param name="at">When it came about, UTC.</param>
    /// <param name="text">What happened and what to do; cut to <see cref="MaxTextLength"/>.</param>
    /// <param name="court">The court that it concerns.</param>
    public static OperatorNotice Of(NoticeKind kind, string about, DateTimeOffset at, string text, CourtId? court = null) =>
        new(ContentKey.Of("notice", kind.ToString(), about), kind, at, text.Length <= MaxTextLength ? text : $"{text[..(MaxTextLength - 1)]}…", court);
}

/// <summary>Kinds of news for operators. Stored by name: never renamed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NoticeKind>))]
public enum NoticeKind
{
    /// <summary>An alert was given up; it waits to be looked at and replayed.</summary>
    DeadLetter,

    /// <summary>Entries of a court may have been missed.</summary>
    Gap,

    /// <summary>A court's circuit breaker opened, outside its known outages.</summary>
    CourtInTrouble,

    /// <summary>A court that operators were told of is back.</summary>
    CourtIsBack,

    /// <summary>A mail provider's circuit breaker opened.</summary>
    ProviderInTrouble,

    /// <summary>A mail provider that operators were told of is back.</summary>
    ProviderIsBack,

    /// <summary>An address is sent nothing any more: it bounced, or its owner complained.</summary>
    AddressSuppressed,

    /// <summary>A message of a queue could not be read, or failed too often; its text is kept.</summary>
    QueueMessageKept,

    /// <summary>An operator holds a court: its feed is not read.</summary>
    CourtHeld,

    /// <summary>An operator has ended the hold of a court.</summary>
    CourtReleased,
}
