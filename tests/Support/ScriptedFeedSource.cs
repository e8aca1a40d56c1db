using System.Text;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Tests.Support;

/// <summary>Answers with what the test puts into it, and remembers how it was asked.</summary>
internal sealed class ScriptedFeedSource : IFeedSource
{
    private readonly Queue<FeedFetch> _first = [];

    /// <summary>The answer once those of <see cref="Then"/> are used up.</summary>
    public FeedFetch Answer { get; set; } = new FeedFetch.Unavailable("no answer was scripted", RetryAfter: null);

    /// <summary>Whether the court never answers anything.</summary>
    public bool IsStalling { get; set; }

    /// <summary>What an upcheck finds.</summary>
    public bool IsUp { get; set; } = true;

    public List<(string? ETag, string? LastModified)> Asked { get; } = [];

    public int Upchecks { get; private set; }

    public async Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        Asked.Add((eTag, lastModified));
        await StallAsync(cancellationToken);
        return _first.TryDequeue(out var first) ? first : Answer;
    }

    public async Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        Upchecks++;
        await StallAsync(cancellationToken);
        return IsUp;
    }

    public void Gives(string body, string? eTag = null) => Answer = Fetched(body, eTag);

    /// <summary>Answers so once, after what was put here before and ahead of <see cref="Answer"/>.</summary>
    public ScriptedFeedSource Then(FeedFetch answer)
    {
        _first.Enqueue(answer);
        return this;
    }

    public static FeedFetch.Fetched Fetched(string body, string? eTag = null) => new(Encoding.Latin1.GetBytes(body), eTag, LastModified: null);

    private async Task StallAsync(CancellationToken cancellationToken)
    {
        if (IsStalling)
        {
            var never = new TaskCompletionSource();
            await using var leaves = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
            await never.Task;
        }
    }
}
