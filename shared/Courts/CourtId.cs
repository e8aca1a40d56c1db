using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tipstaff.Courts;

/// <summary>CM/ECF's short id of a court: <c>nysd</c>, <c>nysb</c>, <c>ca9</c>.</summary>
/// <remarks>A well-formed id need not be that of a known court; <see cref="CourtDirectory"/> knows the real ones.</remarks>
[JsonConverter(typeof(ParsableJsonConverter<CourtId>))]
public sealed record CourtId : IParsable<CourtId>
{
    private const int MaxLength = 12;

    private CourtId(string value) => Value = value;

    /// <summary>The id in lower case: 2 to 12 letters and digits.</summary>
    public string Value { get; }

    /// <summary>Which kind of CM/ECF writes this court's documents.</summary>
    public CourtClass Class =>
        char.IsAsciiDigit(Value[^1]) || Value is "cadc" or "cafc" or "cavc" ? CourtClass.Appellate
        : Value[^1] is 'b' ? CourtClass.Bankruptcy
        : CourtClass.District;

    /// <summary>Reads an id, in any case.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out CourtId? id)
    {
        var trimmed = text?.Trim();
        id = trimmed is { Length: >= 2 and <= MaxLength } && trimmed.All(char.IsAsciiLetterOrDigit)
            ? new CourtId(trimmed.ToLowerInvariant())
            : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out CourtId result) =>
        TryParse(s, out result);

    /// <inheritdoc/>
    public static CourtId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, out var id) ? id : throw new FormatException($"'{s}' is no court id such as nysd or ca9.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>The three kinds of CM/ECF; each writes its feeds, notices and docket sheets in its own way.</summary>
public enum CourtClass
{
    /// <summary>District courts, and the national courts that use the district system (<c>cit</c>, <c>cofc</c>, <c>jpml</c>).</summary>
    District,

    /// <summary>Bankruptcy courts.</summary>
    Bankruptcy,

    /// <summary>Courts of appeals and bankruptcy appellate panels.</summary>
    Appellate,
}
