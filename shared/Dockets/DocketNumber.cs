using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>
/// The number of a docket, without what comes and goes (judges' initials, defendants): <c>1:24-cv-01234</c> in a
/// district court, <c>24-10992</c> or <c>2:24-bk-10992</c> in a bankruptcy court, <c>24-1054</c> in a court of appeals.
/// </summary>
[JsonConverter(typeof(ParsableJsonConverter<DocketNumber>))]
public sealed partial record DocketNumber : IParsable<DocketNumber>
{
    private DocketNumber(string value) => Value = value;

    /// <summary>The number in its one canonical spelling: lower case, running number of at least five digits save on appeal.</summary>
    public string Value { get; }

    // 1:24-cv-1234-ABC-DEF  -->  office 1, year 24, type cv, number 1234
    [GeneratedRegex(@"^(?:(?<office>\d):)?(?<year>\d\d)-(?<type>[a-z]{1,4})-(?<number>\d{1,7})(?![\da-z])", RegexOptions.IgnoreCase)]
    private static partial Regex DistrictForm { get; }

    // 10-12431-1-rel  -->  10-12431        8-09-78584-ast  -->  8-09-78584
    [GeneratedRegex(@"^(?:(?<office>\d)-(?=\d\d-\d{4,7}))?(?<year>\d\d)-(?<number>\d{1,7})(?![\da-z])", RegexOptions.IgnoreCase)]
    private static partial Regex BankruptcyForm { get; }

    // 19-8054  -->  19-8054
    [GeneratedRegex(@"^(?<year>\d\d)-(?<number>\d{1,7})(?![\da-z])", RegexOptions.IgnoreCase)]
    private static partial Regex AppellateForm { get; }

    // MDL No. 2168  -->  MDL No. 2168
    [GeneratedRegex(@"^MDL\s+No\.?\s+(?<number>\d{1,5})\b", RegexOptions.IgnoreCase)]
    private static partial Regex PanelForm { get; }

    /// <summary>Reads a number as a court of this class or a person writes it; what follows the number is left aside.</summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text, CourtClass courtClass, [NotNullWhen(true)] out DocketNumber? number)
    {
        number = null;
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length > 100)
        {
            return false;
        }

        if (courtClass is not CourtClass.Appellate && DistrictForm.Match(trimmed) is { Success: true } district)
        {
            var office = district.Groups["office"] is { Success: true } digit ? $"{digit.Value}:" : "";
            number = new($"{office}{district.Groups["year"].Value}-{district.Groups["type"].Value.ToLowerInvariant()}-{Padded(district)}");
        }
        else if (courtClass is CourtClass.District && PanelForm.Match(trimmed) is { Success: true } panel)
        {
            number = new($"MDL No. {panel.Groups["number"].Value}");
        }
        else if (courtClass is CourtClass.Bankruptcy && BankruptcyForm.Match(trimmed) is { Success: true } bankruptcy)
        {
            var office = bankruptcy.Groups["office"] is { Success: true } digit ? $"{digit.Value}-" : "";
            number = new($"{office}{bankruptcy.Groups["year"].Value}-{Padded(bankruptcy)}");
        }
        else if (courtClass is CourtClass.Appellate && AppellateForm.Match(trimmed) is { Success: true } appeal)
        {
            number = new(appeal.Value);
        }

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

    private static string Padded(Match match) =>
        match.Groups["number"].Value.PadLeft(5, '0').ToString(CultureInfo.InvariantCulture);
}
