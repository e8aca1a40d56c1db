using System.Globalization;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Pages;

/// <summary>One court of the first page's list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What stands in the field once it is chosen.</param>
/// <param name="Also">Further names that mean it and no other court, separated by <c>|</c>; empty for none.</param>
/// <param name="Sample">How to write its docket numbers, to be read after <c>like</c>.</param>
/// <param name="Forms">The names of the forms in which it may write them, separated by spaces.</param>
/// <param name="Covers">What its feed covers, in a sentence.</param>
public sealed record CourtChoice(string Id, string Name, string Also, string Sample, string Forms, string Covers)
{
    /// <summary>All courts, with what is known of their feeds.</summary>
    /// <param name="states">The states of the courts that were ever asked.</param>
    /// <param name="courts">The courts.</param>
    public static IReadOnlyList<CourtChoice> All(IReadOnlyList<CourtState> states, CourtDirectory courts)
    {
        var coverage = states.ToDictionary(state => state.Court, state => state.Coverage);
        return
        [
            .. courts.All.OrderBy(court => court.ShortName, StringComparer.Ordinal).Select(court => new CourtChoice(
                court.Id.Value,
                $"{court.ShortName} ({court.Id})",
                AlsoOf(court, courts),
                court.DocketNumberHint,
                string.Join(' ', court.DocketNumberForms),
                Sentence(court, coverage.GetValueOrDefault(court.Id)))),
        ];
    }

    /// <summary>What the feed of a court covers, in a sentence.</summary>
    /// <param name="court">The court.</param>
    /// <param name="coverage">The event types as its channel lists them; null when it was never asked or does not say.</param>
    public static string Sentence(Court court, string? coverage) =>
        court.Feed is null ? TermsWords.NoFeed
        : !string.IsNullOrWhiteSpace(coverage) ? $"Its feed covers: {CoverageWords.Of(coverage)}. Only that can be told."
        : court.KnownCoverage is { } known
            ? string.Create(CultureInfo.InvariantCulture, $"In {known.SeenOn:MMMM yyyy} its feed covered: {CoverageWords.Of(known.Types)}. Only what it covers can be told.")
        : "What its feed covers is not known yet: the court was not asked before.";

    // S.D. New York is the district court; of the bankruptcy court the kind has to be said.
    private static string AlsoOf(Court court, CourtDirectory courts) =>
        string.Join('|', court.Aliases.Append(court.Name.Split(", ")[^1]).Where(name => courts.Read(name) is CourtReading.Found(var found) && found == court));
}
