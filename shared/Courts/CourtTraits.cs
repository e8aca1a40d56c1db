namespace Tipstaff.Courts;

/// <summary>What a name tells of a court; null where it does not say.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Division">The division of its state, <c>s</c> in <c>nysd</c>; empty for a state that is one district.</param>
/// <param name="Place">What it is a court of: <c>ny</c>, or the id of a court that is the only one of its name, such as <c>ca2</c>.</param>
internal readonly record struct CourtTraits(CourtKind? Kind = null, string? Division = null, string? Place = null)
{
    private const string Marianas = "nmi";

    /// <summary>The traits of a court, as its id tells them: <c>nysd</c> is the state, the division and the kind.</summary>
    public static CourtTraits Of(Court court)
    {
        var id = court.Id.Value;
        if (court.Kind is not (CourtKind.District or CourtKind.Bankruptcy))
        {
            return new(court.Kind, "", id);
        }

        var place = id.StartsWith(Marianas, StringComparison.Ordinal) ? Marianas : id[..2];
        return new(court.Kind, id[place.Length..^1], place);
    }

    /// <summary>Both together; null where one contradicts the other.</summary>
    public CourtTraits? With(CourtTraits more) =>
        TryJoin(Division, more.Division, out var division) && TryJoin(Place, more.Place, out var place) && TryJoin(Kind, more.Kind, out var kind)
            ? new(kind, division, place)
            : null;

    /// <summary>Whether a court with these traits may be meant. Nobody means a court by its kind alone.</summary>
    public bool Fits(CourtTraits court) =>
        Place == court.Place && (Kind is null || Kind == court.Kind) && (Division is null || Division == court.Division);

    private static bool TryJoin(string? one, string? other, out string? both)
    {
        both = one ?? other;
        return one is null || other is null || one == other;
    }

    // The Bankruptcy Court for the Southern District of New York names the district that it is a court of.
    private static bool TryJoin(CourtKind? one, CourtKind? other, out CourtKind? both)
    {
        both = (one, other) is (CourtKind.District, CourtKind.Bankruptcy) ? other : one ?? other;
        return one is null || other is null || one == other
            || (one, other) is (CourtKind.District, CourtKind.Bankruptcy) or (CourtKind.Bankruptcy, CourtKind.District);
    }
}
