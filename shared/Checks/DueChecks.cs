using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>Which courts are to be asked until the next look, for a head that looks seldom and has its queue wait.</summary>
public static class DueChecks
{
    /// <summary>The courts that are due before the next look, each with its moment.</summary>
    /// <param name="watched">The courts to watch, with their feeds.</param>
    /// <param name="states">What is stored of them; a court that was never asked is not among them.</param>
    /// <param name="pace">How they are asked.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="nextLook">When this is asked again, UTC; what is due then or later is left to it.</param>
    /// <returns>
    /// Courts that are due already are spread over the time until then, as all of them are after a halt; the others have the moment
    /// that their rhythm asks for.
    /// </returns>
    public static IReadOnlyList<DueCheck> Until(
        IReadOnlyCollection<KeyValuePair<CourtId, Uri>> watched,
        IReadOnlyDictionary<CourtId, CourtState> states,
        CheckPace pace,
        DateTimeOffset now,
        DateTimeOffset nextLook)
    {
        var due = watched
            .Select(court => (Court: court.Key, Feed: court.Value, At: CheckSchedule.DueAt(states.GetValueOrDefault(court.Key)?.At(court.Value), pace, now)))
            .Where(court => court.At < nextLook)
            .OrderBy(court => court.Court.Value, StringComparer.Ordinal)
            .ToList();
        return [.. due.Select((court, place) => new DueCheck(
            court.Court, court.Feed, CheckSpread.FirstDueAt(court.At, place, due.Count, now, nextLook - now)))];
    }
}

/// <summary>One court that is to be asked.</summary>
/// <param name="Court">The court.</param>
/// <param name="Feed">Where its feed is.</param>
/// <param name="At">When, UTC.</param>
public sealed record DueCheck(CourtId Court, Uri Feed, DateTimeOffset At);
