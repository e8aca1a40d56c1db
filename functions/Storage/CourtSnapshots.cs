using System.Collections.Concurrent;
using Azure;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Functions.Storage;

/// <summary>How courts stood when they were read, with what the next write needs to know of the rows.</summary>
/// <remarks>
/// All of it is a guess that the conditional writes check: a stale snapshot loses its race and is read anew. One that is stale in the list
/// only, as another check wrote there without content, does for a step with content, which takes its place.
/// </remarks>
internal sealed class CourtSnapshots
{
    // A head is up to some hundred KB, and is of use between one reading and the write behind it.
    private const int MaxHeads = 32;

    private readonly ConcurrentDictionary<CourtId, CourtSnapshot> _primed = new();
    private readonly ConcurrentDictionary<CourtId, CourtSnapshot> _read = new();
    private readonly ConcurrentDictionary<CourtId, HeadRow> _heads = new();

    /// <summary>Takes how a court stood when its check was queued: the next reading of the court is answered by it, once.</summary>
    /// <param name="court">The court.</param>
    /// <param name="state">Its state; a court that was never asked is not primed.</param>
    /// <param name="head">Which head that state builds on.</param>
    /// <param name="tag">The ETag of its row in the list of courts.</param>
    public void Prime(CourtId court, CourtState state, long head, ETag tag) => _primed[court] = new(state, state.Version, head, tag);

    /// <summary>The snapshot that was primed; null for none.</summary>
    public CourtSnapshot? TakePrimed(CourtId court) => _primed.TryRemove(court, out var snapshot) ? snapshot : null;

    /// <summary>Remembers how a court stands.</summary>
    public void Remember(CourtId court, CourtSnapshot snapshot) => _read[court] = snapshot;

    /// <summary>The snapshot of a version; null when that version was not read here.</summary>
    public CourtSnapshot? Find(CourtId court, long version) => _read.TryGetValue(court, out var snapshot) && snapshot.Version == version ? snapshot : null;

    /// <summary>Remembers a whole head row, which saves a step its reading.</summary>
    public void Remember(CourtId court, HeadRow head)
    {
        if (_heads.Count >= MaxHeads)
        {
            _heads.Clear();
        }

        _heads[court] = head;
    }

    /// <summary>The head row of a version, which is used once; null when it was not read here.</summary>
    public HeadRow? TakeHead(CourtId court, long version) => _heads.TryRemove(court, out var head) && head.Version == version ? head : null;

    /// <summary>Forgets what turned out to be stale.</summary>
    public void Forget(CourtId court)
    {
        _primed.TryRemove(court, out _);
        _read.TryRemove(court, out _);
        _heads.TryRemove(court, out _);
    }
}

/// <summary>How a court stood.</summary>
/// <param name="State">Its state; null for a court that was never asked.</param>
/// <param name="Version">The state's version; 0 for such a court.</param>
/// <param name="Head">The version of the head row that the state builds on; 0 for none.</param>
/// <param name="Tag">The ETag of its row in the list of courts; null when it has none.</param>
/// <param name="IsUncopied">Whether the state is of a head that was not copied to the list.</param>
internal sealed record CourtSnapshot(CourtState? State, long Version, long Head, ETag? Tag, bool IsUncopied = false);
