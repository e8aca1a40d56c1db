using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Run;

/// <summary>Knows which courts this machine watches, and where their feeds are.</summary>
internal sealed class WatchedCourts(
    RunSettings settings, ISubscriptions subscriptions, IOptions<CheckOptions> options, IOptions<CanaryOptions> canary, ILogger<WatchedCourts> logger)
{
    private const int MostNamed = 10;

    private readonly HashSet<CourtId> _withoutFeed = [];
    private bool _toldOfLeftOut;
    private bool _toldOfContact;

    /// <summary>The courts to check now, with their feeds. A court without a feed is not among them.</summary>
    public async Task<IReadOnlyList<KeyValuePair<CourtId, Uri>>> ListAsync(CancellationToken cancellationToken)
    {
        var wanted = settings.Courts.Count > 0 ? settings.Courts : await FollowedAsync(cancellationToken);
        await TellOfLeftOutAsync(cancellationToken);
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

        TellOfContact(watched);
        return canary.Value.IsOn ? [.. watched, KeyValuePair.Create(CanaryCourt.Id, CanaryCourt.Feed)] : watched;
    }

    /// <summary>How a court is asked: whoever names its feed wants it at exactly that interval.</summary>
    public CheckPace PaceOf(CourtId court) => new(options.Value.Every, options.Value.Steady || settings.Feeds.ContainsKey(court));

    // Their followers wait for alerts that never come: once, at the first listing, that has to be said.
    private async Task TellOfLeftOutAsync(CancellationToken cancellationToken)
    {
        if (_toldOfLeftOut || settings.Courts.Count == 0)
        {
            return;
        }

        var leftOut = (await FollowedAsync(cancellationToken)).Except(settings.Courts).Except(settings.Feeds.Keys).ToList();
        _toldOfLeftOut = true;
        if (leftOut.Count > 0)
        {
            logger.FollowedCourtsLeftOut(leftOut.Count, string.Join(", ", leftOut.Take(MostNamed)) + (leftOut.Count > MostNamed ? ", …" : ""));
        }
    }

    private async Task<IReadOnlyList<CourtId>> FollowedAsync(CancellationToken cancellationToken) =>
        (await subscriptions.FollowedCourtsAsync(cancellationToken)).ToCheck(CourtDirectory.Default);

    private void TellOfContact(List<KeyValuePair<CourtId, Uri>> watched)
    {
        if (!_toldOfContact && options.Value.Contact.Length == 0 && watched.Any(court => !court.Value.IsLoopback))
        {
            _toldOfContact = true;
            logger.NoContact();
        }
    }

    private Uri? FeedOf(CourtId court) =>
        settings.Feeds.TryGetValue(court, out var feed) ? feed
        : CourtDirectory.Default.TryFind(court.Value, out var known) ? known.Feed
        : null;
}
