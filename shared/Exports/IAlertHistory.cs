using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Exports;

/// <summary>The messages of one subscriber, in whatever state.</summary>
public interface IAlertHistory
{
    /// <summary>Those written down since a moment, the newest first.</summary>
    /// <param name="subscriber">Whose.</param>
    /// <param name="courts">Where alerts of the subscriber may lie: a store that is parted looks nowhere else.</param>
    /// <param name="since">Older ones are left out, UTC.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<OutboxRow>> OfSubscriberAsync(SubscriberId subscriber, FollowedCourts courts, DateTimeOffset since, CancellationToken cancellationToken);
}
