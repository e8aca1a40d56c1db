using System.Text.RegularExpressions;

namespace Tipstaff.Courts;

/// <summary>Reads the names by which people and citations call the federal courts: <c>Southern District of New York</c>, <c>Bankr. D. Del.</c>, <c>2d Cir.</c></summary>
/// <remarks>
/// All words of a name must be understood, in any order. A name that says neither district nor bankruptcy, such as <c>Delaware</c>, fits
/// the courts of both kinds; a district by itself is its district court, as it is in citations.
/// </remarks>
internal sealed partial class CourtNames(IReadOnlyList<Court> courts)
{
    private const int MaxLength = 120;

    // S.D.N.Y. is four words here, New York two and the longest name five.
    private const int MaxWordsAtOnce = 5;

    private static readonly string[] StopWords = ["the", "of", "for", "and"];

    private readonly (Court Court, CourtTraits Traits)[] _courts = [.. courts.Select(court => (court, CourtTraits.Of(court)))];

    /// <summary>The courts that a name fits, in the order of the directory; empty for none.</summary>
    public IReadOnlyList<Court> Fitting(string name)
    {
        if (name.Length > MaxLength)
        {
            return [];
        }

        var readings = Readings([.. Word().Matches(name.ToLowerInvariant()).Select(word => word.Value).Where(word => !StopWords.Contains(word))]);
        return [.. _courts.Where(court => readings.Any(reading => reading.Fits(court.Traits))).Select(court => court.Court)];
    }

    // All that the words may mean together, as words may be glued (new york) and glued words mean several things (nd).
    private static IReadOnlyCollection<CourtTraits> Readings(IReadOnlyList<string> words)
    {
        var upTo = Enumerable.Range(0, words.Count + 1).Select(_ => new HashSet<CourtTraits>()).ToArray();
        upTo[0].Add(default);
        for (var start = 0; start < words.Count; start++)
        {
            var glued = "";
            for (var end = start + 1; end <= Math.Min(start + MaxWordsAtOnce, words.Count); end++)
            {
                glued += words[end - 1];
                foreach (var means in CourtWords.Meanings.GetValueOrDefault(glued, []))
                {
                    upTo[end].UnionWith(upTo[start].Select(before => before.With(means)).OfType<CourtTraits>());
                }
            }
        }

        return upTo[^1];
    }

    [GeneratedRegex("[a-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
