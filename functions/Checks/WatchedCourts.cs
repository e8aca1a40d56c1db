using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Checks;

/// <summary>Knows which courts are watched, and where their feeds are: those with a subscription; <c>Feeds:{court}</c> names another address.</summary>
public sealed class WatchedCourts(ISubscriptions subscriptions, IOptions<CanaryOptions> canary, IConfiguration configuration)
{
    /// <summary>The configuration section of feeds in place of the courts' own.</summary>
    public const string Section = "Feeds";

    /// <summary>The courts to check now, with their feeds; a court without a feed is not among them.</summary>
    public async Task<IReadOnlyList<KeyValuePair<CourtId, Uri>>> ListAsync(CancellationToken cancellationToken)
    {
        var followed = await FollowedAsync(cancellationToken);
        return [.. from court in followed let feed = FeedOf(court) where feed is not null select KeyValuePair.Create(court, feed)];
    }

    /// <summary>Where a court's feed is; null when it has none, or nobody follows the court.</summary>
    public async Task<Uri?> FindAsync(CourtId court, CancellationToken cancellationToken) =>
        (await FollowedAsync(cancellationToken)).Contains(court) ? FeedOf(court) : null;

    /// <summary>A sentence for each address that is none.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration) =>
        from setting in configuration.GetSection(Section).GetChildren()
        where !CourtDirectory.Default.TryFind(setting.Key, out _) || !IsFeed(setting.Value)
        select $"'{setting.Value}' is no feed of {setting.Key}: write {Section}__nysd=https://host/path for a court that courts.json knows.";

    private async Task<IReadOnlyList<CourtId>> FollowedAsync(CancellationToken cancellationToken)
    {
        var followed = (await subscriptions.FollowedCourtsAsync(cancellationToken)).ToCheck(CourtDirectory.Default);
        return canary.Value.IsOn ? [.. followed, CanaryCourt.Id] : followed;
    }

    private Uri? FeedOf(CourtId court) =>
        court == CanaryCourt.Id ? CanaryCourt.Feed
        : configuration[$"{Section}:{court}"] is { Length: > 0 } named ? new Uri(named)
        : CourtDirectory.Default.TryFind(court.Value, out var known) ? known.Feed
        : null;

    private static bool IsFeed(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
