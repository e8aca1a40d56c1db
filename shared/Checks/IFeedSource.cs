using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>Asks a court for its feed: one request, with a limit on size. Its limit on time is <see cref="CheckPipeline"/>'s.</summary>
public interface IFeedSource
{
    /// <summary>Fetches a feed, conditionally where the last answer allows it.</summary>
    /// <param name="court">The court, for the record and for one request at a time.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="eTag">The last answer's <c>ETag</c>, or null.</param>
    /// <param name="lastModified">The last answer's <c>Last-Modified</c>, or null.</param>
    /// <param name="cancellationToken">Ends the request; then it is thrown for.</param>
    Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken);

    /// <summary>Looks, as cheaply as possible, whether a court answers at all.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="cancellationToken">Ends the look; then it is thrown for.</param>
    /// <returns>False when nobody answers, or somebody says that it cannot.</returns>
    Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken);
}

/// <summary>What came of asking a court for its feed.</summary>
public abstract record FeedFetch
{
    private FeedFetch()
    {
    }

    /// <summary>An answer with a body, whatever is in it.</summary>
    /// <param name="Body">The bytes.</param>
    /// <param name="ETag">As sent, or null.</param>
    /// <param name="LastModified">As sent, or null.</param>
    /// <param name="IsWhole">False when the connection ended before the announced length.</param>
    public sealed record Fetched(ReadOnlyMemory<byte> Body, string? ETag, string? LastModified, bool IsWhole = true) : FeedFetch;

    /// <summary>The court says that nothing changed (304).</summary>
    public sealed record NotModified : FeedFetch;

    /// <summary>No answer, or one that says no.</summary>
    /// <param name="Reason">In words, for operators: <c>HTTP 503</c>, <c>no answer within 10 s</c>.</param>
    /// <param name="RetryAfter">How long the court asks us to stay away; null when it does not say.</param>
    /// <param name="MayPass">Whether asking again in a few seconds may help; a feed that has moved, or is not for us, stays so.</param>
    public sealed record Unavailable(string Reason, TimeSpan? RetryAfter, bool MayPass = true) : FeedFetch;
}
