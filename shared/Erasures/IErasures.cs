using Tipstaff.Subscriptions;

namespace Tipstaff.Erasures;

/// <summary>The erasures that are under way, and the taking away itself.</summary>
public interface IErasures
{
    /// <summary>The erasure of a subscriber that is looked after; null for none.</summary>
    Task<Erasure?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken);

    /// <summary>Writes down that a subscriber is to be forgotten, in place of an earlier erasure.</summary>
    Task NoteAsync(Erasure erasure, CancellationToken cancellationToken);

    /// <summary>The erasures that are looked after, the oldest first.</summary>
    Task<IReadOnlyList<Erasure>> ListAsync(int max, CancellationToken cancellationToken);

    /// <summary>Takes the erasure itself away, unless it was asked for anew meanwhile.</summary>
    Task ForgetAsync(Erasure erasure, CancellationToken cancellationToken);

    /// <summary>Takes away what is stored of the subscriber.</summary>
    /// <remarks>
    /// Messages in every state, digests, dead letters and subscriptions made up to a moment; the URLs of webhooks that none
    /// of the later subscriptions has; and, unless there are later ones, all marks of what was told and all that
    /// <see cref="Suppressions.AddressRecord.Erased"/> does not keep: who came back needs them, so as to be told nothing twice. A message that is being sent at that moment goes, too: who sends it
    /// finds nothing to write its end to, and asks no other provider. How many messages ended is still counted. Done again, it
    /// completes what a crash left.
    /// </remarks>
    /// <param name="erasure">Of whom.</param>
    /// <param name="madeUpTo">What was made later stays, UTC.</param>
    /// <param name="cancellationToken">Stops in between; what is left goes when it is done again.</param>
    Task EraseAsync(Erasure erasure, DateTimeOffset madeUpTo, CancellationToken cancellationToken);

    /// <summary>Has the store keep nothing of what was erased where no row is: once behind a pass, as it may take long. Doing it twice changes nothing.</summary>
    Task CleanAsync(CancellationToken cancellationToken);
}
