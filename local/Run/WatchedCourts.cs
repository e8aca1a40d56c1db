using Microsoft.Extensions.Logging;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Run;

/// <summary>Knows which courts this machine watches, and where their feeds are.</summary>
internal sealed class WatchedCourts(RunSettings settings, ISubscriptions subscriptions, ILogger<WatchedCourts> logger)
{
    private readonly HashSet<CourtId> _withoutFeed = [];

    /// <summary>The courts to check now, with their feeds. A court without a feed is not among them.</summary>
    public async Task<IReadOnlyList<KeyValuePair<CourtId, Uri>>> ListAsync(CancellationToken cancellationToken)
    {
        var wanted = settings.Courts.Count > 0 ? settings.Courts : await subscriptions.FollowedCourtsAsync(cancellationToken);
        var watched = new List<KeyValuePair<CourtId, Uri>>();
        foreach (var court in wanted.Union(settings.Feeds.Keys))
        {
            if (FeedOf(court) is { } feed)
            {
                watched.Add(KeyValuePair.Create(court, feed));
            }
            else if (_withoutFeed.Add(court))
            {
                logger.CourtWithoutFeed(court);
            }
        }

        return watched;
    }

    private Uri? FeedOf(CourtId court) =>
        settings.Feeds.TryGetValue(court, out var feed) ? feed
        : CourtDirectory.Default.TryFind(court.Value, out var known) ? known.Feed
        : null;
}
