using Tipstaff.Operators;
using Tipstaff.Subscriptions;

namespace Tipstaff.Suppressions;

/// <summary>The stored records of how mail fares, by subscriber.</summary>
public interface ISuppressions
{
    /// <summary>Those of several subscribers at once; subscribers without one are left out.</summary>
    Task<IReadOnlyDictionary<SubscriberId, AddressRecord>> FindAsync(IReadOnlyCollection<SubscriberId> subscribers, CancellationToken cancellationToken);

    /// <summary>Writes it if its stored version is still the one that was read (0: none yet); the version then grows by one.</summary>
    /// <param name="next">As it shall be, with the version that was read.</param>
    /// <param name="notice">What operators are told of it, written in the same step; null for nothing.</param>
    /// <param name="cancellationToken">Stops waiting; the step is then done whole or not at all.</param>
    /// <returns>False when it has changed since it was read: nothing was written, read again.</returns>
    Task<bool> TryWriteAsync(AddressRecord next, OperatorNotice? notice, CancellationToken cancellationToken);
}
