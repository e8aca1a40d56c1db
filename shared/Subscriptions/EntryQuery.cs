using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Tipstaff.Dockets;

namespace Tipstaff.Subscriptions;

/// <summary>Words or parties that somebody looks for: all of them must stand in an entry's caption, labels or trustee.</summary>
/// <remarks>
/// <c>acme "john doe"</c> asks for the word <c>acme</c> and the phrase <c>john doe</c>, in any order. Case, accents and punctuation do
/// not count: <c>O'Brien</c> is <c>o brien</c>, <c>Peña</c> is <c>pena</c>. Whole words only: <c>acme</c> does not meet <c>acmeville</c>.
/// </remarks>
[JsonConverter(typeof(ParsableJsonConverter<EntryQuery>))]
public sealed record EntryQuery : IParsable<EntryQuery>
{
    /// <summary>The longest query, in characters, as typed and as kept.</summary>
    public const int MaxLength = 200;

    /// <summary>The most words and phrases of one query.</summary>
    public const int MaxTerms = 10;

    // A single letter meets nearly every caption.
    private const int ShortestTerm = 2;

    private readonly IReadOnlyList<string> _terms;

    private EntryQuery(IReadOnlyList<string> terms) =>
        (_terms, Value) = (terms, string.Join(' ', terms.Select(term => term.Contains(' ', StringComparison.Ordinal) ? $"\"{term}\"" : term)));

    /// <summary>The query as Tipstaff keeps it, the same for all spellings that meet the same: <c>acme "john doe"</c>.</summary>
    public string Value { get; }

    /// <summary>Reads a query; refused are one without a word of two letters, one that is too long, and quotes that do not close.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out EntryQuery? query)
    {
        query = null;
        if (text is null or { Length: > MaxLength } || text.Count(c => c is '"') % 2 != 0)
        {
            return false;
        }

        // Every second part stands between quotes.
        var terms = text.Split('"')
            .SelectMany((part, at) => at % 2 == 0 ? FoldedText.Of(part).Words() : [FoldedText.Of(part).ToString()])
            .Where(term => term.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (terms.Count is 0 or > MaxTerms || terms.TrueForAll(term => term.Length < ShortestTerm))
        {
            return false;
        }

        // What is kept is read back by this very rule: folding may have made it longer (ß, æ).
        query = new EntryQuery(terms) is { Value.Length: <= MaxLength } read ? read : null;
        return query is not null;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out EntryQuery result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static EntryQuery Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, out var query) ? query : throw new FormatException($"'{s}' is no query.");

    /// <summary>Whether all words and phrases stand in the text of an entry.</summary>
    public bool Meets(FoldedText text) => _terms.All(text.Has);

    /// <summary>Whether all words and phrases stand in the entry: each in its caption, its trustee or one of its labels.</summary>
    public bool Meets(DocketEntry entry) => Meets(FoldedText.Of(entry));

    /// <inheritdoc/>
    public bool Equals(EntryQuery? other) => other is not null && Value == other.Value;

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
