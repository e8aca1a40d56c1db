using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Local.Run;

/// <summary>Checks each watched court when it is due: one request at a time to a court, several courts at once.</summary>
internal sealed class CheckLoop(
    CheckCourt checkCourt,
    IDockets dockets,
    WatchedCourts watched,
    IOptions<CheckOptions> options,
    TimeProvider time,
    ILogger<CheckLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<CourtId, Task> _running = new();
    private readonly ConcurrentDictionary<CourtId, (DateTimeOffset At, DateTimeOffset KnownAt)> _due = new();
    private readonly SemaphoreSlim _places = new(options.Value.Concurrency);

    private long? _startedAt;

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

    public override void Dispose()
    {
        _places.Dispose();
        base.Dispose();
    }

    private async Task StartDueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var courts = await watched.ListAsync(cancellationToken);
            _startedAt ??= time.GetTimestamp();
            foreach (var (index, (court, feed)) in courts.Index())
            {
                if (_running.TryGetValue(court, out var check) && !check.IsCompleted)
                {
                    continue;
                }

                var pace = watched.PaceOf(court);
                var wait = CheckSchedule.WaitAtStart(index, courts.Count, pace);
                if (await DueAtAsync(court, pace, cancellationToken) > time.GetUtcNow() || time.GetElapsedTime(_startedAt.Value) < wait)
                {
                    continue;
                }

                await _places.WaitAsync(cancellationToken);
                _running[court] = CheckAsync(court, feed, pace, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(CheckLoop), error);
        }
    }

    private async Task<DateTimeOffset> DueAtAsync(CourtId court, CheckPace pace, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        // A clock that was set back makes what was learnt by it wrong.
        return _due.TryGetValue(court, out var due) && due.KnownAt <= now + CheckSchedule.ClockSkew
            ? due.At
            : (_due[court] = (CheckSchedule.DueAt(await dockets.FindCourtAsync(court, cancellationToken), pace, now), now)).At;
    }

    private async Task CheckAsync(CourtId court, Uri feed, CheckPace pace, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var report = await checkCourt.RunAsync(court, feed, pace, cancellationToken);
            _due[court] = (report.State.DueAt ?? time.GetUtcNow() + pace.Every, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _due.TryRemove(court, out _);
        }
        catch (Exception error)
        {
            _due[court] = (time.GetUtcNow() + pace.Every, time.GetUtcNow());
            logger.CheckFaulted(court, error);
        }
        finally
        {
            _places.Release();
        }
    }
}
