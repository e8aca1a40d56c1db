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
    private readonly ConcurrentDictionary<CourtId, DateTimeOffset> _due = new();
    private readonly SemaphoreSlim _places = new(options.Value.Concurrency);

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
            foreach (var (court, feed) in await watched.ListAsync(cancellationToken))
            {
                if (_running.TryGetValue(court, out var check) && !check.IsCompleted)
                {
                    continue;
                }

                if (await DueAtAsync(court, cancellationToken) > time.GetUtcNow())
                {
                    continue;
                }

                await _places.WaitAsync(cancellationToken);
                _running[court] = CheckAsync(court, feed, cancellationToken);
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            logger.LoopFailed(nameof(CheckLoop), error);
        }
    }

    private async Task<DateTimeOffset> DueAtAsync(CourtId court, CancellationToken cancellationToken) =>
        _due.TryGetValue(court, out var due)
            ? due
            : _due[court] = CheckSchedule.DueAt(await dockets.FindCourtAsync(court, cancellationToken), options.Value.Every);

    private async Task CheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            var report = await checkCourt.RunAsync(court, feed, cancellationToken);
            _due[court] = report.State.DueAt ?? time.GetUtcNow() + options.Value.Every;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _due.TryRemove(court, out _);
        }
        catch (Exception error)
        {
            _due[court] = time.GetUtcNow() + options.Value.Every;
            logger.CheckFaulted(court, error);
        }
        finally
        {
            _places.Release();
        }
    }
}
