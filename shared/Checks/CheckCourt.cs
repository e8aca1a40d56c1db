using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;
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
    private const int MaxRaces = 5;

    private readonly StepDecider _decider = new(dockets, subscriptions, options.Value, time);

    /// <summary>Checks the court once, as the options say.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="cancellationToken">Ends the check; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote.</returns>
    public Task<CheckReport> RunAsync(CourtId court, Uri feed, CancellationToken cancellationToken) =>
        RunAsync(court, feed, options.Value.Pace, cancellationToken);

    /// <summary>Checks the court once.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="pace">How it is asked: that decides when it is due again.</param>
    /// <param name="cancellationToken">Ends the check; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote.</returns>
    public async Task<CheckReport> RunAsync(CourtId court, Uri feed, CheckPace pace, CancellationToken cancellationToken)
    {
        var before = await LoadAsync(court, feed, cancellationToken);
        var fetch = await source.FetchAsync(court, feed, before.ETag, before.LastModified, cancellationToken);
        var reading = fetch is FeedFetch.Fetched fetched ? FeedReader.Read(fetched.Body, court) : null;

        for (var race = 0; race < MaxRaces; race++)
        {
            var step = await _decider.DecideAsync(before, fetch, reading, pace, cancellationToken);
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

        if (state.Window.FoundAt(state.CheckedAt) is { } gap)
        {
            logger.GapFound(gap.Court, gap.From, gap.Until);
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
