using Azure;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Functions.Checks;

/// <summary>How courts stand, to be sent along with their checks.</summary>
public sealed class CourtStandings
{
    private readonly TableDockets _dockets;
    private readonly CourtSnapshots _snapshots;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal CourtStandings(TableDockets dockets, CourtSnapshots snapshots) => (_dockets, _snapshots) = (dockets, snapshots);

    /// <summary>All courts ever asked: one table operation for up to a thousand.</summary>
    public async Task<IReadOnlyDictionary<CourtId, CourtStanding>> ListAsync(CancellationToken cancellationToken) =>
        (await _dockets.ListSnapshotsAsync(cancellationToken)).ToDictionary(
            listed => listed.State.Court, listed => new CourtStanding(listed.State, listed.Head, listed.Tag.ToString()));

    /// <summary>Lets the next reading of a court be answered by what came with its message. A stale one loses its race and is read anew.</summary>
    public void Use(CourtId court, CourtStanding standing) =>
        _snapshots.Prime(court, standing.State, standing.Head, standing.Tag is { } tag ? new ETag(tag) : default);
}
