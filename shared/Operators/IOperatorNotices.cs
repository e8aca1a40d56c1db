using Tipstaff.Outbox;

namespace Tipstaff.Operators;

/// <summary>The stored notices for operators.</summary>
/// <remarks>Most are written by other steps, together with what they tell of: a check's step, the record of a delivery.</remarks>
public interface IOperatorNotices
{
    /// <summary>Adds notices; a known id adds nothing.</summary>
    Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken);

    /// <summary>Those not told yet, oldest first.</summary>
    Task<IReadOnlyList<OperatorNotice>> FindUntoldAsync(int max, CancellationToken cancellationToken);

    /// <summary>Marks them told and adds the message that tells them, unless its key is known, in one step.</summary>
    /// <param name="ids">The notices.</param>
    /// <param name="message">What tells them; null where nobody is mailed.</param>
    /// <param name="cancellationToken">Stops waiting; the step is then done whole or not at all.</param>
    /// <returns>False when one of them was told in the meantime: nothing was written.</returns>
    Task<bool> TryMarkToldAsync(IReadOnlyCollection<string> ids, OutboxMessage? message, CancellationToken cancellationToken);

    /// <summary>The newest, told or not, newest first.</summary>
    Task<IReadOnlyList<OperatorNotice>> NewestAsync(int max, CancellationToken cancellationToken);
}
