using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>Has operators hold a court, so that nobody asks it, or release it.</summary>
/// <remarks>The hold is no trouble of the court's: its circuit breaker stays as it is, and goes on where it was once the hold is over.</remarks>
public sealed class PauseCourt(IDockets dockets, TimeProvider time)
{
    /// <summary>The longest hold: what is held longer is followed by nobody, and nobody sees it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private const int MaxRaces = 20;

    /// <summary>Holds the court, or releases it. A hold takes the place of the one before; doing it twice is doing it once.</summary>
    /// <param name="court">The court.</param>
    /// <param name="until">Until when, UTC, at most <see cref="Longest"/> ahead; null releases it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The court as it stands then; null for one that was never asked and is not held.</returns>
    /// <exception cref="InvalidOperationException">Thrown when checks of the court were faster again and again.</exception>
    public async Task<CourtState?> RunAsync(CourtId court, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var found = await dockets.FindCourtAsync(court, cancellationToken);
            if (until is null ? !(found?.PausedUntil > now) : found?.PausedUntil == until)
            {
                return found;
            }

            // With a notice, as a check that began before may bring content: of two steps with content the later one decides anew.
            var after = (found ?? CourtState.New(court)) with { PausedUntil = until };
            var notice = until is { } end ? CourtNotices.Held(court, end, now) : CourtNotices.Released(court, now);
            if (await dockets.TryRecordAsync(new CourtStep { State = after, Notices = [notice] }, cancellationToken))
            {
                return after;
            }
        }

        throw new InvalidOperationException($"The hold of {court} lost {MaxRaces} races in a row for its stored state; is it checked from many places at once?");
    }
}
