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
}
