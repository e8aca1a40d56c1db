using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Serialization;
using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>
/// The number of a docket, without what comes and goes (judges' initials, defendants): <c>1:24-cv-01234</c> in a
/// district court, <c>24-10992</c> or <c>2:24-bk-10992</c> in a bankruptcy court, <c>24-1054</c> in a court of appeals.
/// </summary>
[JsonConverter(typeof(ParsableJsonConverter<DocketNumber>))]
public sealed record DocketNumber : IParsable<DocketNumber>
{
    private const int MaxTextLength = 100;
    private const int MinRunningDigits = 5;

    private DocketNumber(string value) => Value = value;

    /// <summary>The number in its one canonical spelling: lower case, running number of at least five digits save on appeal.</summary>
    public string Value { get; }

    /// <summary>How it is put together.</summary>
    public DocketNumberForm Form =>
        Value.StartsWith("MDL", StringComparison.Ordinal) ? DocketNumberForm.Panel
        : Value.Contains(':', StringComparison.Ordinal) ? DocketNumberForm.OfficeAndType
        : Value.Any(char.IsAsciiLetter) ? DocketNumberForm.TypeOnly
        : Value[1] is '-' ? DocketNumberForm.OfficeInFront
        : DocketNumberForm.Plain;

    /// <summary>Reads a number as a court of this class or a person writes it; what follows the number is left aside.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, CourtClass courtClass, [NotNullWhen(true)] out DocketNumber? number)
    {
        number = text?.Length <= MaxTextLength && DocketNumberShape.TryRead(text.AsSpan().Trim(), courtClass, out var shape)
            ? Of(shape, courtClass)
            : null;
        return number is not null;
    }

    /// <inheritdoc/>
    /// <remarks>For stored values: accepts what some class of court would have written, and nothing behind it.</remarks>
    public static bool TryParse(
        [NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out DocketNumber result) =>
        (TryParse(s, CourtClass.District, out result) && result.Value == s)
        || (TryParse(s, CourtClass.Bankruptcy, out result) && result.Value == s)
        || (TryParse(s, CourtClass.Appellate, out result) && result.Value == s);

    /// <inheritdoc/>
    public static DocketNumber Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var number) ? number : throw new FormatException($"'{s}' is no docket number such as 1:24-cv-01234.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>The number of this shape in its one spelling.</summary>
    internal static DocketNumber Of(in DocketNumberShape shape, CourtClass courtClass)
    {
        if (shape.Year.IsEmpty)
        {
            return new($"MDL No. {shape.Running}");
        }

        Span<char> text = stackalloc char[40];
        var length = Append(text, 0, shape.Office);
        if (length > 0)
        {
            text[length++] = shape.OfficeMark;
        }

        length = Append(text, length, shape.Year);
        text[length++] = '-';
        if (!shape.Type.IsEmpty)
        {
            Ascii.ToLower(shape.Type, text[length..], out var written);
            length += written;
            text[length++] = '-';
        }

        for (var missing = courtClass is CourtClass.Appellate ? 0 : MinRunningDigits - shape.Running.Length; missing > 0; missing--)
        {
            text[length++] = '0';
        }

        return new(text[..Append(text, length, shape.Running)].ToString());
    }

    private static int Append(Span<char> text, int length, ReadOnlySpan<char> part)
    {
        part.CopyTo(text[length..]);
        return length + part.Length;
    }
}
