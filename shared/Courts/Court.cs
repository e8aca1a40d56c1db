using Tipstaff.Dockets;

namespace Tipstaff.Courts;

/// <summary>One federal court as <c>courts.json</c> describes it.</summary>
/// <param name="Id">CM/ECF's id.</param>
/// <param name="Name">The court's full name.</param>
/// <param name="Kind">What kind of court it is.</param>
/// <param name="TimeZone">The zone in which the court's people read the clock.</param>
/// <param name="Feed">Address of its RSS feed; null where the court publishes none.</param>
/// <param name="Outages">When the court is known to be away; empty for nearly all.</param>
/// <param name="Aliases">Ids by which others know the court, such as <c>sdny</c> for <c>nysd</c>.</param>
public sealed record Court(
    CourtId Id,
    string Name,
    CourtKind Kind,
    TimeZoneInfo TimeZone,
    Uri? Feed,
    IReadOnlyList<OutageWindow> Outages,
    IReadOnlyList<string> Aliases)
{
    private const string Country = "United States ";

    /// <summary>
    /// A docket number in the one form that this court writes, such as <c>2:24-bk-10992</c>; null for a bankruptcy court of which
    /// the form is not known: most write <c>24-10992</c>.
    /// </summary>
    public DocketNumber? DocketNumberSample { get; init; }

    /// <summary>What its feed was last known to cover; null where nothing is. What the feed itself says once the court is asked goes before it.</summary>
    public KnownCoverage? KnownCoverage { get; init; }

    /// <summary>The forms in which it may write its docket numbers: one; of a bankruptcy court of which it is not known, all but the one that no court writes.</summary>
    public IReadOnlyList<DocketNumberForm> DocketNumberForms =>
        DocketNumberSample is { Form: var form } ? [form] : [DocketNumberForm.Plain, DocketNumberForm.OfficeAndType, DocketNumberForm.OfficeInFront];

    /// <summary>How to write its docket numbers, to be read after <c>like</c>: <c>1:24-cv-01234</c>.</summary>
    public string DocketNumberHint => DocketNumberSample?.Value ?? "24-10992, or 2:24-bk-10992 where its dockets are headed so";

    /// <summary>Its name without the country, with which every name begins: <c>District Court, S.D. New York</c>.</summary>
    public string ShortName => Name.StartsWith(Country, StringComparison.Ordinal) ? Name[Country.Length..] : Name;
}

/// <summary>What a court's feed covered on a day.</summary>
/// <param name="Types">The event types as its channel's description listed them; <c>all</c>: all.</param>
/// <param name="SeenOn">The day of the feed that said so.</param>
/// <remarks>
/// From the courts' own feeds of 2018 and 2023 that Free Law Project publishes as test examples of juriscraper. Of other courts
/// nothing is known before they are asked.
/// </remarks>
public sealed record KnownCoverage(string Types, DateOnly SeenOn);

/// <summary>Kinds of federal courts.</summary>
public enum CourtKind
{
    /// <summary>A district court.</summary>
    District,

    /// <summary>A bankruptcy court.</summary>
    Bankruptcy,

    /// <summary>A court of appeals.</summary>
    Appellate,

    /// <summary>A court for the whole country, such as the Court of International Trade.</summary>
    National,
}
