using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Checks;

/// <summary>One check of one court: ask for its feed, find what is new, match it, write it all down in one step, queue the alerts.</summary>
public sealed class CheckCourt(
    IFeedSource source,
    IDockets dockets,
    ISubscriptions subscriptions,
    IDeliveryQueue queue,
    IOptions<CheckOptions> options,
    TimeProvider time,
    ILogger<CheckCourt> logger)
{
    private const int LookupSize = 1_000;
    private const int MaxUnreadableKept = 1_000;
    private const int MaxRaces = 5;

    /// <summary>Checks the court once.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="cancellationToken">Ends the check; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote.</returns>
    public async Task<CheckReport> RunAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        var before = await LoadAsync(court, feed, cancellationToken);
        var fetch = await source.FetchAsync(court, feed, before.ETag, before.LastModified, cancellationToken);
        var reading = fetch is FeedFetch.Fetched fetched ? FeedReader.Read(fetched.Body, court) : null;

        for (var race = 0; race < MaxRaces; race++)
        {
            var step = await DecideAsync(before, fetch, reading, cancellationToken);
            if (await dockets.TryRecordAsync(step, cancellationToken))
            {
                await queue.EnqueueAsync([.. step.Alerts.Select(alert => IdempotencyKey.Of(alert.Id))], cancellationToken);
                Report(step);
                return new CheckReport(step.State, step.NewEntries.Count, step.RevisedEntries.Count, step.Alerts.Count);
            }

            before = await LoadAsync(court, feed, cancellationToken);
        }

        throw new InvalidOperationException($"The check of {court} lost {MaxRaces} races in a row for its stored state; is it checked from many places at once?");
    }

    private async Task<CourtState> LoadAsync(CourtId court, Uri feed, CancellationToken cancellationToken) =>
        (await dockets.FindCourtAsync(court, cancellationToken) ?? CourtState.New(court)).At(feed);

    private async Task<CourtStep> DecideAsync(CourtState before, FeedFetch fetch, FeedReading? reading, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var every = options.Value.Every;
        return fetch switch
        {
            FeedFetch.NotModified => new CourtStep { State = before.AfterUnchanged(now, every) },
            FeedFetch.Unavailable down => new CourtStep { State = before.AfterFailure(CheckResult.Unavailable, down.Reason, now, every, down.RetryAfter) },
            FeedFetch.Fetched => reading switch
            {
                { Condition: FeedCondition.Empty } => Garbled("an empty body in place of a feed"),
                { Condition: FeedCondition.NoFeed } => Garbled("an answer that is no feed, such as a maintenance page"),
                { Condition: FeedCondition.Whole, ItemCount: 0 } when before.CannotBeEmpty(now) => Garbled("a feed without items, where there were some a moment ago"),
                { Condition: FeedCondition.Whole } when ((FeedFetch.Fetched)fetch).IsWhole && reading.ContentHash == before.ContentHash =>
                    new CourtStep { State = before.AfterUnchanged(now, every) with { BuiltAt = reading.Channel.BuiltAt ?? before.BuiltAt } },
                not null => await DecideEntriesAsync(before, (FeedFetch.Fetched)fetch, reading, now, cancellationToken),
                null => throw new UnreachableException(),
            },
            _ => throw new UnreachableException(),
        };

        CourtStep Garbled(string trouble)
        {
            // Of a row of such answers the first is kept: a maintenance page with a clock on it is another one each minute.
            var text = before.Result is CheckResult.Garbled ? "" : FeedText.Of(((FeedFetch.Fetched)fetch).Body.Span, UnreadableItem.MaxTextLength);
            return new CourtStep
            {
                State = before.AfterFailure(CheckResult.Garbled, trouble, now, every, retryAfter: null),
                Unreadable = text.Length == 0 ? [] : [new UnreadableItem(text, trouble)],
            };
        }
    }

    private async Task<CourtStep> DecideEntriesAsync(
        CourtState before, FeedFetch.Fetched fetched, FeedReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (added, revised, newestEntryAt) = await FindNewAsync(before.Court, reading, cancellationToken);
        var covered = before with { Coverage = reading.Channel.Coverage ?? before.Coverage };
        var matches = await MatchAsync(covered, added, cancellationToken);
        var isWhole = fetched.IsWhole && reading.Condition is FeedCondition.Whole;
        var every = options.Value.Every;
        return new CourtStep
        {
            State = isWhole
                ? covered.AfterFeed(fetched, reading, added.Count, newestEntryAt, now, every)
                : covered.AfterFailure(CheckResult.CutShort, $"a feed that was cut short after {reading.ItemCount} items", now, every, retryAfter: null),
            NewEntries = added,
            RevisedEntries = revised,
            Alerts = matches.Alerts,
            Told = matches.Told,
            Unreadable = [.. reading.Unreadable.Take(MaxUnreadableKept)],
        };
    }

    private async Task<(List<DocketEntry> Added, List<DocketEntry> Revised, DateTimeOffset? NewestEntryAt)> FindNewAsync(
        CourtId court, FeedReading reading, CancellationToken cancellationToken)
    {
        List<DocketEntry> added = [], revised = [];
        DateTimeOffset? newestEntryAt = null;
        foreach (var entries in reading.Entries.Chunk(LookupSize))
        {
            var known = await dockets.FindKnownAsync(court, [.. entries.Select(entry => entry.Identity)], cancellationToken);
            foreach (var entry in entries)
            {
                newestEntryAt = entry.EnteredAt > newestEntryAt ? entry.EnteredAt : newestEntryAt ?? entry.EnteredAt;
                if (!known.TryGetValue(entry.Identity, out var labels))
                {
                    added.Add(entry);
                }
                else if (entry.Labels.Except(labels, StringComparer.Ordinal).Any())
                {
                    revised.Add(entry with { Labels = [.. labels.Union(entry.Labels, StringComparer.Ordinal)] });
                }
            }
        }

        return (added, revised, newestEntryAt);
    }

    private async Task<Matches> MatchAsync(CourtState court, List<DocketEntry> added, CancellationToken cancellationToken)
    {
        if (added.Count == 0)
        {
            return new Matches([], []);
        }

        var followers = await subscriptions.FollowersAsync(court.Court, [.. added.Select(entry => entry.Docket).Distinct()], cancellationToken);
        var followed = followers.Select(follower => follower.Docket).ToHashSet();
        var documents = added.Where(entry => followed.Contains(entry.Docket)).Select(entry => entry.Document).OfType<DocumentId>().ToHashSet();
        var told = documents.Count == 0 ? new HashSet<ToldDocument>() : await dockets.FindToldAsync(court.Court, documents, cancellationToken);

        // Asked for the time only now: an alert is never older than the confirmation of a subscription that it was made for.
        return MatchEntries.Decide(added, followers, told, court, time.GetUtcNow());
    }

    private void Report(CourtStep step)
    {
        var state = step.State;
        if (state.Result is CheckResult.Unavailable or CheckResult.Garbled or CheckResult.CutShort)
        {
            logger.CheckFailed(state.Court, state.Result, state.Trouble, state.Failures, state.DueAt);
        }
        else if (step.NewEntries.Count + step.RevisedEntries.Count == 0)
        {
            logger.NothingNew(state.Court, state.Result);
        }
        else
        {
            logger.CourtChecked(state.Court, step.NewEntries.Count, step.RevisedEntries.Count, step.Alerts.Count);
        }

        if (step.Unreadable.Count > 0)
        {
            logger.UnreadableKept(state.Court, step.Unreadable.Count, step.Unreadable[0].Reason);
        }
    }
}

/// <summary>What one check found and wrote.</summary>
/// <param name="State">The court's state after it.</param>
/// <param name="NewEntries">Entries recorded for the first time.</param>
/// <param name="RevisedEntries">Known entries with further labels.</param>
/// <param name="Alerts">Alerts written down.</param>
public sealed record CheckReport(CourtState State, int NewEntries, int RevisedEntries, int Alerts);
