using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Measures;

namespace Tipstaff.Local.Run;

/// <summary>Checks each watched court when it is due: one request at a time to a court, and no court waits for another.</summary>
internal sealed class CheckLoop(
    CheckCourt checkCourt,
    IDockets dockets,
    WatchedCourts watched,
    TipstaffMeter meter,
    TimeProvider time,
    ILogger<CheckLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<CourtId, Task> _running = new();
    private readonly ConcurrentDictionary<CourtId, DateTimeOffset> _due = new();
    private DateTimeOffset? _looked;

    /// <summary>The last check of each court, over or not.</summary>
    internal IReadOnlyDictionary<CourtId, Task> Checks => _running;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Tick, time);
            do
            {
                await StartDueAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values);
        }
    }

    /// <summary>Starts the checks that are due; none is waited for.</summary>
    /// <returns>The courts whose checks were started.</returns>
    internal async Task<IReadOnlyList<CourtId>> StartDueAsync(CancellationToken cancellationToken)
    {
        var started = new List<CourtId>();
        try
        {
            var courts = await watched.ListAsync(cancellationToken);
            await SpreadAsync(courts, cancellationToken);
            foreach (var (court, feed) in courts)
            {
                if (_running.TryGetValue(court, out var check) && !check.IsCompleted)
                {
                    continue;
                }

                if (_due[court] > time.GetUtcNow())
                {
                    continue;
                }

                _running[court] = CheckAsync(court, feed, watched.PaceOf(court), cancellationToken);
                started.Add(court);
            }

            meter.Ticked(ServiceTimer.ScheduleChecks);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(CheckLoop), error);
        }

        return started;
    }

    // Courts that come together, as all do at the start, are asked one after the other.
    private async Task SpreadAsync(IReadOnlyList<KeyValuePair<CourtId, Uri>> courts, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _looked - CheckSchedule.ClockSkew)
        {
            // The clock was set back: what was due by it would be due that much too late.
            _due.Clear();
        }

        _looked = now;
        var come = courts.Where(court => !_due.ContainsKey(court.Key)).ToList();
        for (var place = 0; place < come.Count; place++)
        {
            var (court, feed) = come[place];
            var state = (await dockets.FindCourtAsync(court, cancellationToken))?.At(feed);
            var pace = watched.PaceOf(court);
            _due[court] = CheckSpread.FirstDueAt(CheckSchedule.DueAt(state, pace, now), place, come.Count, now, pace.Every);
        }
    }

    private async Task CheckAsync(CourtId court, Uri feed, CheckPace pace, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var report = await checkCourt.RunAsync(court, feed, pace, cancellationToken);
            _due[court] = report.State.DueAt ?? time.GetUtcNow() + pace.Every;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next start finds it as due as it was.
        }
        catch (Exception error)
        {
            _due[court] = time.GetUtcNow() + pace.Every;
            logger.CheckFaulted(court, error);
        }
    }
}
