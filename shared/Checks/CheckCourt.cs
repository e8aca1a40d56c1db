using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Courts;
using Tipstaff.Feeds;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Checks;

/// <summary>One check of one court: ask for its feed, find what is new, match it, write it all down in one step, queue the alerts.</summary>
public sealed class CheckCourt(
    CheckPipeline pipeline,
    IDockets dockets,
    ISubscriptions subscriptions,
    IDeliveryQueue queue,
    CourtBreakers breakers,
    IOptions<CheckOptions> options,
    TipstaffMeter meter,
    TimeProvider time,
    ILogger<CheckCourt> logger)
{
    // Each alert that ends unsent with its subscription writes to its court, too.
    private const int MaxRaces = 20;

    private readonly StepDecider _decider = new(dockets, subscriptions, options.Value, time);
    private readonly CheckLog _log = new(logger);

    /// <summary>Checks the court once, as the options say; asks again, after a wait each time, while what is wrong may pass.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="cancellationToken">Ends the check; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote.</returns>
    public Task<CheckReport> RunAsync(CourtId court, Uri feed, CancellationToken cancellationToken) =>
        RunAsync(court, feed, options.Value.Pace, cancellationToken);

    /// <summary>Checks the court once; asks again, after a wait each time, while what is wrong may pass.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="pace">How it is asked: that decides when it is due again.</param>
    /// <param name="cancellationToken">Ends the check; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote.</returns>
    public Task<CheckReport> RunAsync(CourtId court, Uri feed, CheckPace pace, CancellationToken cancellationToken)
    {
        var progress = CheckProgress.Begun;
        return pipeline.RunAsync(RequestAsync, cancellationToken);

        async Task<CheckReport> RequestAsync(CancellationToken token)
        {
            var report = await TryOnceAsync(court, feed, pace, progress, token);
            progress = report.Unfinished ?? progress;
            return report;
        }
    }

    /// <summary>Makes one request of a check, for who does the waiting otherwise.</summary>
    /// <param name="court">The court.</param>
    /// <param name="feed">Where its feed is.</param>
    /// <param name="pace">How it is asked: that decides when it is due again.</param>
    /// <param name="progress">Where the check stands: <see cref="CheckProgress.Begun"/>, or what the request before left unfinished.</param>
    /// <param name="cancellationToken">Ends the request; what was not written yet is found again by the next one.</param>
    /// <returns>What the check found and wrote so far; unfinished when it is to ask again.</returns>
    public async Task<CheckReport> TryOnceAsync(
        CourtId court, Uri feed, CheckPace pace, CheckProgress progress, CancellationToken cancellationToken)
    {
        using var span = Spans.Begin("check", progress.Trace);
        span.Tag("court", court.Value);
        span.Tag("attempt", progress.Attempts + 1);
        try
        {
            var report = await AskAsync(court, feed, pace, progress with { Trace = progress.Trace ?? span.Context }, span.Context, cancellationToken);
            span.Tag("outcome", report.IsHeld ? "held" : report.Unfinished is null ? TagValue.Of(report.State.Result) : "asks_again");
            return report;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(fault, logger);
            throw;
        }
    }

    private async Task<CheckReport> AskAsync(
        CourtId court, Uri feed, CheckPace pace, CheckProgress progress, TraceContext place, CancellationToken cancellationToken)
    {
        var before = await LoadAsync(court, feed, cancellationToken);
        var begun = time.GetUtcNow();
        if (before.IsPausedAt(begun))
        {
            // Operators may release it sooner: whoever does not read the store by himself looks again before that.
            var look = begun + pace.Every;
            return progress.Report(before with { DueAt = before.PausedUntil < look ? before.PausedUntil : look }) with { IsHeld = true };
        }

        var circuit = before.Breaker.At(begun);
        if (circuit is CircuitState.Open)
        {
            return progress.Report(before with { DueAt = before.Breaker.OpenUntil }) with { IsHeld = true };
        }

        progress = progress with { BegunAt = progress.BegunAt ?? begun };
        var isTrial = circuit is CircuitState.HalfOpen;
        var fetch = isTrial && !await pipeline.UpcheckAsync(court, feed, cancellationToken)
            ? new FeedFetch.Unavailable("no answer to an upcheck", RetryAfter: null)
            : await pipeline.FetchAsync(court, feed, before.ETag, before.LastModified, cancellationToken);
        var reading = fetch is FeedFetch.Fetched fetched ? Read(fetched, court) : null;
        meter.Asked(before, progress, reading);

        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var trouble = AnswerTrouble.In(before, fetch, reading, now);
            var decided = await DecideAsync(before, fetch, reading, trouble, pace, now, cancellationToken);
            var step = (progress.IsAnswerKept && trouble?.Result is CheckResult.Garbled ? decided with { Unreadable = [] } : decided).MadeAt(place);
            if (!isTrial && CheckRetries.WaitAfter(court, trouble, progress.Attempts + 1, now, options.Value) is { } wait)
            {
                // No failed check yet; but what the request brought is news already.
                var part = step with { State = step.State.Undecided(before) };
                if (!part.HasContent || await TryRecordAsync(before, part, cancellationToken))
                {
                    _log.Report(part, progress.Attempts + 1, trouble!, wait, breakers.IsOutage(court, now));
                    return progress.Report(part.State, part) with { Unfinished = progress.After(part, trouble!, wait) };
                }
            }
            else
            {
                var settled = breakers.Settle(before, step, trouble, now);
                if (await TryRecordAsync(before, settled, cancellationToken))
                {
                    meter.Ended(before, settled.State, progress, begun, time.GetUtcNow());
                    _log.Report(before, settled, breakers.IsOutage(court, now));
                    return progress.Report(settled.State, settled);
                }
            }

            before = await LoadAsync(court, feed, cancellationToken);
        }

        throw new InvalidOperationException($"The check of {court} lost {MaxRaces} races in a row for its stored state; is it checked from many places at once?");
    }

    private static FeedReading Read(FeedFetch.Fetched fetched, CourtId court)
    {
        using var span = Spans.Within("read");
        span?.SetTag("bytes", fetched.Body.Length);
        return FeedReader.Read(fetched.Body, court);
    }

    private async Task<CourtStep> DecideAsync(
        CourtState before, FeedFetch fetch, FeedReading? reading, AnswerTrouble? trouble, CheckPace pace, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var span = Spans.Within("match");
        var step = await _decider.DecideAsync(before, fetch, reading, trouble, pace, now, cancellationToken);
        span?.SetTag("entries", step.NewEntries.Count).SetTag("alerts", step.Alerts.Count);
        return step;
    }

    private async Task<CourtState> LoadAsync(CourtId court, Uri feed, CancellationToken cancellationToken) =>
        (await dockets.FindCourtAsync(court, cancellationToken) ?? CourtState.New(court)).At(feed);

    private async Task<bool> TryRecordAsync(CourtState before, CourtStep step, CancellationToken cancellationToken)
    {
        using (Spans.Within("record"))
        {
            if (!await dockets.TryRecordAsync(step, cancellationToken))
            {
                return false;
            }
        }

        meter.Written(step, isBaseline: before.GoodAt is null, time.GetUtcNow());
        using (Spans.Within("queue"))
        {
            await queue.EnqueueAsync([.. step.Alerts.Select(alert => IdempotencyKey.Of(alert.Id))], cancellationToken);
            meter.Queued(step, time.GetUtcNow());
            return true;
        }
    }
}
