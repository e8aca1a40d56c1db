using System.Collections.Frozen;
using System.Globalization;

namespace Tipstaff.Courts;

/// <summary>The words of which people make the names of courts, and all that each may mean: <c>nd</c> is a northern district or North Dakota.</summary>
internal static class CourtWords
{
    private static readonly (string Letter, string Name)[] Divisions =
        [("n", "northern"), ("s", "southern"), ("e", "eastern"), ("w", "western"), ("m", "middle"), ("c", "central")];

    private static readonly string[][] Ordinals =
    [
        ["first", "1st"], ["second", "2d", "2nd"], ["third", "3d", "3rd"], ["fourth", "4th"], ["fifth", "5th"], ["sixth", "6th"],
        ["seventh", "7th"], ["eighth", "8th"], ["ninth", "9th"], ["tenth", "10th"], ["eleventh", "11th"],
    ];

    private static readonly string[] Circuit = ["circuit", "cir"];

    /// <summary>The meanings of each word, in lower case and without stops and spaces; a word that tells nothing means no trait.</summary>
    public static FrozenDictionary<string, CourtTraits[]> Meanings { get; } = All()
        .GroupBy(word => word.Word, word => word.Means, StringComparer.Ordinal)
        .ToFrozenDictionary(word => word.Key, word => word.Distinct().ToArray(), StringComparer.Ordinal);

    private static IEnumerable<(string Word, CourtTraits Means)> All() =>
    [
        .. Each(default, "us", "unitedstates", "court", "ct", "federal"),
        .. Each(new(CourtKind.District), "district", "dist", "d", "usdc"),
        .. Each(new(CourtKind.Bankruptcy), "bankruptcy", "bankr", "bk", "usbc"),
        .. Each(new(CourtKind.Appellate), "appeals", "app"),
        .. Divisions.SelectMany(division => OfDivision(division.Letter, division.Name)),
        .. CourtPlaces.Names.SelectMany(place => Each(new(Place: place.Key), [place.Key, .. place.Value])),
        .. CourtPlaces.Names.Keys.Select(place => ($"d{place}", new CourtTraits(CourtKind.District, Place: place))),
        .. Ordinals.SelectMany((names, index) => OfCircuit(
            string.Create(CultureInfo.InvariantCulture, $"ca{index + 1}"), [.. names, (index + 1).ToString(CultureInfo.InvariantCulture)])),
        .. OfCircuit("cadc", "dc", "districtcolumbia"),
        .. OfCircuit("cafc", "federal", "fed"),
        .. Each(new(CourtKind.National, Place: "cit"), "internationaltrade", "intltrade"),
        .. Each(new(CourtKind.National, Place: "cofc"), "federalclaims", "fedclaims", "fedcl"),
        .. Each(new(CourtKind.National, Place: "jpml"), "judicialpanelonmultidistrictlitigation", "panelonmultidistrictlitigation"),
    ];

    // Northern; N.D.; and N.D.N.Y. written without stops.
    private static IEnumerable<(string Word, CourtTraits Means)> OfDivision(string letter, string name) =>
    [
        (name, new(Division: letter)),
        .. Each(new(CourtKind.District, letter), $"{letter}d", $"{letter}dist", $"{letter}district"),
        .. CourtPlaces.Names.Keys.Select(place => ($"{letter}d{place}", new CourtTraits(CourtKind.District, letter, place))),
    ];

    private static IEnumerable<(string Word, CourtTraits Means)> OfCircuit(string id, params string[] names) =>
        names.SelectMany(name => Circuit.Select(circuit => (name + circuit, new CourtTraits(CourtKind.Appellate, Place: id))));

    private static IEnumerable<(string Word, CourtTraits Means)> Each(CourtTraits means, params string[] words) => words.Select(word => (word, means));
}
