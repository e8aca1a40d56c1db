using System.Diagnostics;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Checks;

/// <summary>Makes a court's step of the answer to a check: what is new in it, who is told, how the court stands after it.</summary>
internal sealed class StepDecider(IDockets dockets, ISubscriptions subscriptions, CheckOptions options, TimeProvider time)
{
    private const int MaxUnreadableKept = 1_000;

    private readonly NewsFinder _news = new(dockets);
    private readonly NewsMatcher _matcher = new(dockets, subscriptions, time);
    private readonly StepNotes _notes = new(dockets);

    /// <summary>What the answer to one request means for the stored court.</summary>
    /// <param name="before">The court's state as it was read.</param>
    /// <param name="fetch">The answer.</param>
    /// <param name="reading">What stands in it; null unless it has a body.</param>
    /// <param name="trouble">What is wrong with it; null for nothing.</param>
    /// <param name="pace">How the court is asked.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<CourtStep> DecideAsync(
        CourtState before, FeedFetch fetch, FeedReading? reading, AnswerTrouble? trouble, CheckPace pace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var step = await DecideAsync(before, fetch, reading, trouble, now, cancellationToken);
        return trouble is null ? step with { State = step.State.Paced(before, pace, now) } : step;
    }

    private async Task<CourtStep> DecideAsync(
        CourtState before, FeedFetch fetch, FeedReading? reading, AnswerTrouble? trouble, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var every = options.Every;
        return (fetch, trouble) switch
        {
            (_, { Result: CheckResult.Unavailable }) => new CourtStep { State = before.AfterFailure(trouble, now, every) },
            (FeedFetch.Fetched fetched, { Result: CheckResult.Garbled }) => new CourtStep
            {
                State = before.AfterFailure(trouble, now, every),
                Unreadable = Kept(before, fetched, trouble),
            },
            (FeedFetch.NotModified, null) => new CourtStep { State = before.AfterUnchanged(now, every) },
            (FeedFetch.Fetched, null) when reading!.ContentHash == before.ContentHash =>
                Unchanged(before, reading, now, every),
            (FeedFetch.Fetched fetched, _) => await DecideEntriesAsync(before, fetched, reading!, trouble, now, cancellationToken),
            _ => throw new UnreachableException(),
        };
    }

    // What it shows is as before, but later: so far it reaches back, or, of an empty one, has slid past the last good check.
    private static CourtStep Unchanged(CourtState before, FeedReading reading, DateTimeOffset now, TimeSpan every)
    {
        var span = FeedSpan.Of(reading.Channel, now) with { Oldest = before.Window.OldestAt, Newest = before.Window.NewestAt };
        var gap = reading.ItemCount == 0 ? GapFinder.Find(before, span, now) : null;
        return new CourtStep
        {
            State = before.AfterUnchanged(now, every) with { BuiltAt = reading.Channel.BuiltAt, Window = before.Window.After(span, gap, now) },
            Notices = gap is null ? [] : [GapNotice.Of(gap)],
        };
    }

    // Of a row of such answers the first is kept: a maintenance page with a clock on it is another one each minute.
    private static UnreadableItem[] Kept(CourtState before, FeedFetch.Fetched fetched, AnswerTrouble trouble)
    {
        var text = before.Result is CheckResult.Garbled ? "" : FeedText.Of(fetched.Body.Span, UnreadableItem.MaxTextLength);
        return text.Length == 0 ? [] : [new UnreadableItem(text, trouble.Words)];
    }

    private async Task<CourtStep> DecideEntriesAsync(
        CourtState before, FeedFetch.Fetched fetched, FeedReading reading, AnswerTrouble? trouble, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var news = await _news.FindAsync(before, reading, now, cancellationToken);
        var isWhole = trouble is null;
        var gap = isWhole ? GapFinder.Find(before, news.Span, now) : null;
        var covered = before with
        {
            Coverage = reading.Channel.Coverage ?? before.Coverage,
            Window = isWhole ? before.Window.After(news.Span, gap, now) : before.Window,
        };
        var (matches, followers) = await _matcher.MatchAsync(covered, news.Added, news.Revised, news.Untimed, cancellationToken);
        var noted = await _notes.AddAsync(covered, matches.Alerts, followers, news.Added, isWhole, reading.UnreadableCount > 0, now, cancellationToken);
        var every = options.Every;
        return new CourtStep
        {
            State = trouble is null
                ? covered.AfterFeed(fetched, reading, news.Added.Count, news.NewestEntryAt, now, every)
                : covered.AfterFailure(trouble, now, every),
            NewEntries = news.Added,
            RevisedEntries = [.. news.Revised.Select(one => one.Entry)],
            Alerts = noted.Alerts,
            Told = matches.Told,
            ToldNotes = noted.Told,
            Unreadable = [.. reading.Unreadable.Take(MaxUnreadableKept)],
            Notices = gap is null ? [] : [GapNotice.Of(gap)],
        };
    }
}
