using System.Text;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Tests.Support;

/// <summary>Answers with what the test puts into it, and remembers how it was asked.</summary>
internal sealed class ScriptedFeedSource : IFeedSource
{
    public FeedFetch Answer { get; set; } = new FeedFetch.Unavailable("no answer was scripted", RetryAfter: null);

    public List<(string? ETag, string? LastModified)> Asked { get; } = [];

    public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        Asked.Add((eTag, lastModified));
        return Task.FromResult(Answer);
    }

    public void Gives(string body, string? eTag = null) => Answer = new FeedFetch.Fetched(Encoding.Latin1.GetBytes(body), eTag, LastModified: null);
}
