using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Checks;

/// <summary>The stored courts: how their checks stand, which entries are known, who was told of what.</summary>
public interface IDockets
{
    /// <summary>The state of one court; null when it was never asked.</summary>
    Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken);

    /// <summary>The states of all courts ever asked, by id.</summary>
    Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken);

    /// <summary>Those of these entries that are known, with the labels stored.</summary>
    Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken);

    /// <summary>Who was told of any of these documents of the court: for each subscriber and document the case of the first time.</summary>
    Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken);

    /// <summary>The entry numbers that are known of these dockets of the court, in no order; of each docket the greatest.</summary>
    /// <param name="court">The court.</param>
    /// <param name="dockets">The dockets.</param>
    /// <param name="maxPerDocket">How many of a docket at most; several entries may have one number.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, int maxPerDocket, CancellationToken cancellationToken);

    /// <summary>What these subscriptions were told of gaps and quiet entries of the court; those that were told nothing are left out.</summary>
    Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken);

    /// <summary>Writes a check's step, whole or not at all. Doing it twice adds nothing.</summary>
    /// <returns>
    /// False when another check of the court wrote in the meantime: nothing was written; read again and decide anew. A store may let a
    /// step with content take the place of a state that was written meanwhile without any.
    /// </returns>
    Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken);

    /// <summary>The entries recorded last, newest first, for the pages; not the canary's.</summary>
    Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken);

    /// <summary>The known entries of one docket, in the order in which they were entered.</summary>
    Task<IReadOnlyList<DocketEntry>> OfDocketAsync(CourtId court, DocketNumber docket, CancellationToken cancellationToken);

    /// <summary>What could not be read, newest first.</summary>
    Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken);
}

/// <summary>Something a court sent that could not be read, as it came.</summary>
/// <param name="Court">The court.</param>
/// <param name="SeenAt">When it was first seen, UTC.</param>
/// <param name="Item">The text and why it could not be read.</param>
public sealed record StoredUnreadable(CourtId Court, DateTimeOffset SeenAt, UnreadableItem Item);
