using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Api;

/// <summary>The courts' states for routes that anybody may ask: read once in <see cref="SiteFacts.FreshFor"/>, where reading costs.</summary>
public sealed class CourtStates(IDockets dockets, SiteFacts facts, TimeProvider time)
{
    private readonly Lock _lock = new();
    private (DateTimeOffset At, IReadOnlyDictionary<CourtId, CourtState> States)? _read;

    /// <summary>The states of all courts ever asked.</summary>
    public async Task<IReadOnlyDictionary<CourtId, CourtState>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (Read(now) is { } fresh)
        {
            return fresh;
        }

        var states = (await dockets.ListCourtsAsync(cancellationToken)).ToDictionary(state => state.Court);
        lock (_lock)
        {
            _read = facts.FreshFor == TimeSpan.Zero ? null : (now, states);
        }

        return states;
    }

    /// <summary>The state of one court; null when it was never asked.</summary>
    public async Task<CourtState?> FindAsync(CourtId court, CancellationToken cancellationToken) =>
        facts.FreshFor == TimeSpan.Zero
            ? await dockets.FindCourtAsync(court, cancellationToken)
            : (await ListAsync(cancellationToken)).GetValueOrDefault(court);

    private IReadOnlyDictionary<CourtId, CourtState>? Read(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _read is { } read && now >= read.At && now - read.At < facts.FreshFor ? read.States : null;
        }
    }
}
