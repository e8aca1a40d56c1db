using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Tipstaff.Dockets;

/// <summary>PACER's id of a document: digits, the fourth of them normalised to 0, as PACER serves one document under 0 and 1.</summary>
[JsonConverter(typeof(ParsableJsonConverter<DocumentId>))]
public sealed record DocumentId : IParsable<DocumentId>
{
    private const int MaxLength = 30;

    private DocumentId(string value) => Value = value;

    /// <summary>The digits, 5 to 30 of them; <c>01712427473</c> and <c>01702427473</c> are both <c>01702427473</c>.</summary>
    public string Value { get; }

    /// <summary>Reads an id and normalises its fourth digit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out DocumentId? id)
    {
        id = text.Length is >= 5 and <= MaxLength && !text.ContainsAnyExceptInRange('0', '9')
            ? new DocumentId(string.Concat(text[..3], "0", text[4..]))
            : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DocumentId result) =>
        TryParse(s.AsSpan(), out result);

    /// <inheritdoc/>
    public static DocumentId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s.AsSpan(), out var id) ? id : throw new FormatException($"'{s}' is no document id: digits are expected.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
