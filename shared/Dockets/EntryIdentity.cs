using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>What makes a docket entry the same entry wherever and whenever a court shows it.</summary>
/// <remarks>
/// Label, trustee and caption are never part of it. The text holds no character that a partitioned table's key may not
/// (<c>/ \ # ?</c>, controls) and at most 200 of them.
/// </remarks>
[JsonConverter(typeof(ParsableJsonConverter<EntryIdentity>))]
public sealed record EntryIdentity : IParsable<EntryIdentity>
{
    private const int MaxLength = 200;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (char)value).Except(@"/\#?")]);

    private EntryIdentity(string value) => Value = value;

    /// <summary>The key: <c>nysd|492165|10</c>.</summary>
    public string Value { get; }

    /// <summary>District and bankruptcy courts: the case's id and the sequence number of the entry within it.</summary>
    public static EntryIdentity OfSequence(CourtId court, string caseId, string sequence) => Checked(string.Concat([court.Value, "|", caseId, "|", sequence]));

    /// <summary>Courts of appeals: the case's number and the id of the docket part.</summary>
    public static EntryIdentity OfPart(CourtId court, string caseNumber, string partId) => Checked(string.Concat([court.Value, "|", caseNumber, "|", partId]));

    /// <summary>Courts whose GUIDs name the case only (<c>nyed</c>): case, time of publication and entry number.</summary>
    public static EntryIdentity OfPublication(CourtId court, string caseId, DateTimeOffset published, string? number) =>
        Checked($"{court}|{caseId}|{published.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}|{number}");

    /// <summary>What is left where a feed gives none of these: a hash of case, time, number and document.</summary>
    public static EntryIdentity OfContent(CourtId court, string caseName, DateTimeOffset? published, string? number, DocumentId? document) =>
        new($"{court}|~{ContentKey.Of(caseName, published?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "", number ?? "", document?.Value ?? "")}");

    /// <summary>What a notice tells of an entry where it does not tell the sequence number.</summary>
    internal static EntryIdentity OfNotice(CourtId court, string caseId, string what) => Checked($"{court}|{caseId}|~{what}");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EntryIdentity result)
    {
        result = IsKey(s) ? new EntryIdentity(s) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static EntryIdentity Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var identity) ? identity : throw new FormatException($"'{s}' is no entry identity.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    // A hostile feed may put anything where a number belongs; a hash of it is as good an identity.
    private static EntryIdentity Checked(string key) =>
        IsKey(key) ? new(key) : new($"{key.AsSpan(0, key.IndexOf('|', StringComparison.Ordinal))}|~{ContentKey.Of(key)}");

    private static bool IsKey([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Allowed);
}
