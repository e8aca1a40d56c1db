using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>One process's way to the stored courts.</summary>
internal sealed class SimulatedDockets(SimulatedProcess process, SimulatedWorld world) : IDockets
{
    private readonly PortCalls _calls = new(process, world);

    private IDockets Store => process.Store.Dockets;

    public Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.find-court", court.Value, () => Store.FindCourtAsync(court, cancellationToken));

    public Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.list", "", () => Store.ListCourtsAsync(cancellationToken));

    public Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.find-known", court.Value, () => Store.FindKnownAsync(court, identities, cancellationToken));

    public Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.find-told", court.Value, () => Store.FindToldAsync(court, documents, cancellationToken));

    public Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, int maxPerDocket, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.find-numbers", court.Value, () => Store.FindNumbersAsync(court, dockets, maxPerDocket, cancellationToken));

    public Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.find-notes", court.Value, () => Store.FindNotesAsync(court, subscriptions, cancellationToken));

    public Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken) =>
        _calls.WriteAsync(
            "dockets.record",
            step.State.Court.Value,
            async () =>
            {
                var before = await Store.FindCourtAsync(step.State.Court, cancellationToken);
                var isWritten = await Store.TryRecordAsync(step, cancellationToken);
                if (isWritten)
                {
                    world.Truth.Recorded(process, before, step);
                }

                return isWritten;
            },
            rival: () => process.Store.Touch(step.State.Court));

    public Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.newest", "", () => Store.NewestEntriesAsync(max, cancellationToken));

    public Task<IReadOnlyList<DocketEntry>> OfDocketAsync(CourtId court, DocketNumber docket, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.of-docket", court.Value, () => Store.OfDocketAsync(court, docket, cancellationToken));

    public Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken) =>
        _calls.ReadAsync("dockets.unreadable", "", () => Store.UnreadableAsync(max, cancellationToken));
}
