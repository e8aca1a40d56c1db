using System.Diagnostics.CodeAnalysis;
using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>Everything that a court writes into a docket number: <c>1:18-cr-00378-SPL-MP-2</c>.</summary>
/// <param name="Number">The docket's number in its one spelling.</param>
/// <param name="AsWritten">The same part of the text as the court spelt it, without suffixes.</param>
/// <param name="OfficeCode">The office: the digit before the colon, or in a bankruptcy number like <c>10-12431-1-rel</c> the one behind; null where there is none.</param>
/// <param name="CaseType"><c>cv</c>, <c>cr</c>, <c>bk</c>, …; null where the number names none.</param>
/// <param name="AssignedInitials">Initials of the judge assigned, case kept; null where there are none.</param>
/// <param name="ReferredInitials">Initials of the judge referred to; null where there are none, and in bankruptcy courts.</param>
/// <param name="Defendant">The defendant's number in a criminal case; null where there is none.</param>
/// <remarks>All but the first two are null on appeal.</remarks>
public sealed record DocketNumberParts(
    DocketNumber Number,
    string AsWritten,
    string? OfficeCode,
    string? CaseType,
    string? AssignedInitials,
    string? ReferredInitials,
    string? Defendant)
{
    private const int MaxInitials = 5;

    /// <summary>Reads the number at the start of a text, with what hangs on it.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, CourtClass courtClass, [NotNullWhen(true)] out DocketNumberParts? parts)
    {
        parts = null;
        if (!DocketNumberShape.TryRead(text, courtClass, out var shape))
        {
            return false;
        }

        var number = DocketNumber.Of(shape, courtClass);
        var written = text[..shape.Length].ToString();
        if (courtClass is CourtClass.Appellate)
        {
            parts = new(number, written, null, null, null, null, null);
            return true;
        }

        // The leading 8- of 8-09-78584 is no office.
        var office = shape.OfficeMark == ':' ? shape.Office.ToString() : null;
        var suffix = text[shape.Length..];
        if (shape.Type.IsEmpty && shape.Office.IsEmpty && IsOfficeBehind(suffix))
        {
            office = suffix[1..2].ToString();
            suffix = suffix[2..];
        }

        string? assigned = null, referred = null, defendant = null;
        while (TryTakeGroup(ref suffix, out var letters, out var digits))
        {
            if (letters.IsEmpty)
            {
                defendant = digits.ToString();
            }
            else if (letters.Length <= MaxInitials && (digits.IsEmpty || courtClass is CourtClass.Bankruptcy))
            {
                referred ??= assigned is null ? null : letters.ToString();
                assigned ??= letters.ToString();
            }
        }

        var isDistrict = courtClass is CourtClass.District;
        parts = new(
            number,
            written,
            office,
            shape.Type.IsEmpty ? null : shape.Type.ToString(),
            assigned,
            isDistrict ? referred : null,
            isDistrict && !shape.Type.IsEmpty ? defendant : null);
        return true;
    }

    // 10-12431-1-rel
    private static bool IsOfficeBehind(ReadOnlySpan<char> suffix) =>
        suffix.Length > 3 && suffix[0] == '-' && char.IsAsciiDigit(suffix[1]) && suffix[2] == '-' && char.IsAsciiLetter(suffix[3]);

    // -SPL  -->  letters SPL        -sgj11  -->  letters sgj, digits 11        -2  -->  digits 2
    private static bool TryTakeGroup(ref ReadOnlySpan<char> suffix, out ReadOnlySpan<char> letters, out ReadOnlySpan<char> digits)
    {
        letters = digits = default;
        if (suffix.IsEmpty || suffix[0] != '-')
        {
            return false;
        }

        var end = 1;
        while (end < suffix.Length && (char.IsAsciiLetter(suffix[end]) || suffix[end] == '_'))
        {
            end++;
        }

        letters = suffix[1..end];
        var digitsStart = end;
        while (end < suffix.Length && char.IsAsciiDigit(suffix[end]))
        {
            end++;
        }

        digits = suffix[digitsStart..end];
        suffix = suffix[end..];
        return end > 1;
    }
}
