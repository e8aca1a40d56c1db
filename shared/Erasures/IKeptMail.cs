using Tipstaff.Subscriptions;

namespace Tipstaff.Erasures;

/// <summary>Mails that this installation keeps itself after they were sent. A head whose mails all leave it has none.</summary>
public interface IKeptMail
{
    /// <summary>Takes away the mails to a subscriber.</summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="writtenUpTo">Later ones stay, UTC.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    Task EraseAsync(SubscriberId subscriber, DateTimeOffset writtenUpTo, CancellationToken cancellationToken);

    /// <summary>Takes away the mails to anybody that have been kept for as long as they may be.</summary>
    /// <param name="writtenBefore">Those written before it go, UTC.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <returns>How many went.</returns>
    Task<int> TakeAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken);
}
