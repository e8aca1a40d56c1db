using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>Passes everything on to another store, and remembers the steps and how often it was asked for what notes need.</summary>
internal sealed class RecordedSteps(IDockets dockets) : IDockets
{
    public List<CourtStep> Steps { get; } = [];

    public int NoteReads { get; private set; }

    public int DocketReads { get; private set; }

    public Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken) => dockets.FindCourtAsync(court, cancellationToken);

    public Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken) => dockets.ListCourtsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken) =>
        dockets.FindKnownAsync(court, identities, cancellationToken);

    public Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken) =>
        dockets.FindToldAsync(court, documents, cancellationToken);

    public Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> asked, int maxPerDocket, CancellationToken cancellationToken)
    {
        NoteReads++;
        return dockets.FindNumbersAsync(court, asked, maxPerDocket, cancellationToken);
    }

    public Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken)
    {
        NoteReads++;
        return dockets.FindNotesAsync(court, subscriptions, cancellationToken);
    }

    public Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken)
    {
        Steps.Add(step);
        return dockets.TryRecordAsync(step, cancellationToken);
    }

    public Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken) =>
        dockets.NewestEntriesAsync(max, cancellationToken);

    public Task<IReadOnlyList<DocketEntry>> OfDocketAsync(CourtId court, DocketNumber docket, CancellationToken cancellationToken)
    {
        DocketReads++;
        return dockets.OfDocketAsync(court, docket, cancellationToken);
    }

    public Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken) =>
        dockets.UnreadableAsync(max, cancellationToken);
}
