namespace Tipstaff.Subscriptions;

/// <summary>What a person or a program typed to be told of news, field by field, unread. A null field is one that is missing.</summary>
public sealed record FollowFields
{
    /// <summary>An e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>A court's id, alias or name; empty or missing where words are looked for in every court.</summary>
    public string? Court { get; init; }

    /// <summary>A docket number as that court writes it; missing unless a case is followed.</summary>
    public string? DocketNumber { get; init; }

    /// <summary>Words or parties; missing unless words are looked for.</summary>
    public string? Query { get; init; }

    /// <summary><c>immediate</c>, <c>hourly</c>, <c>daily</c> or <c>weekly</c>; missing: immediate.</summary>
    public string? Cadence { get; init; }

    /// <summary>The hour at which daily and weekly digests go out, 0 to 23; missing: 8.</summary>
    public int? DigestHour { get; init; }

    /// <summary>The IANA id of that hour's time zone; missing: the court's, or Eastern time.</summary>
    public string? DigestTimeZone { get; init; }

    /// <summary>The day on which weekly digests go out, by its English name; missing: Monday.</summary>
    public string? DigestDay { get; init; }

    /// <summary>Event words of which one must stand in a label; missing: all events.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary><c>email</c> or the URL of a webhook; missing: email.</summary>
    public string? Channel { get; init; }

    /// <summary>Event words of entries that are not told; missing: none.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }
}
