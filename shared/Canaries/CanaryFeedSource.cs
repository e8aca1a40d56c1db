using System.Globalization;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Canaries;

/// <summary>Asks courts by another source, and answers for the canary's court itself: the rest of the way is that of every court.</summary>
internal sealed class CanaryFeedSource(IFeedSource courts, TimeProvider time) : IFeedSource
{
    /// <inheritdoc/>
    public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken) =>
        court == CanaryCourt.Id ? Task.FromResult(Answer(eTag)) : courts.FetchAsync(court, feed, eTag, lastModified, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) =>
        court == CanaryCourt.Id ? Task.FromResult(true) : courts.UpcheckAsync(court, feed, cancellationToken);

    private FeedFetch Answer(string? eTag)
    {
        var now = time.GetUtcNow();
        var tag = $"\"{CanaryCourt.LastFiledAt(now).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}\"";
        return tag == eTag ? new FeedFetch.NotModified() : new FeedFetch.Fetched(CanaryFeed.At(now), tag, LastModified: null);
    }
}
