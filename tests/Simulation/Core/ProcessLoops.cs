using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>What a head does around the use cases: thin loops, as in <c>local/Run</c>, that live with a store that fails.</summary>
internal sealed class ProcessLoops(SimulatedProcess process, SimulatedWorld world, Wiring wiring)
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(20);
    // A clock may be set while a loop waits for a moment that it tells.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Listing = TimeSpan.FromSeconds(60);

    private readonly HashSet<CourtId> _watched = [];
    private readonly SemaphoreSlim _oneCheck = new(1);

    public void Start()
    {
        process.Context.Start(() => RepeatAsync("watch courts", Listing, WatchAsync));
        process.Context.Start(() => RepeatAsync("tell operators", Sweep * 3, () => process.TellOperators.RunAsync(process.Ending)));
        if (wiring.Sweeps)
        {
            process.Context.Start(() => RepeatAsync("sweep", Sweep, SweepAsync));
        }
    }

    /// <summary>Delivers what the queue named.</summary>
    public void Deliver(IdempotencyKey key) =>
        process.Context.Start(() => TryAsync("deliver", () => process.Deliver.RunAsync([key], process.Ending)));

    private async Task WatchAsync()
    {
        foreach (var court in (await process.Ports.Subscriptions.FollowedCourtsAsync(process.Ending)).ToCheck(CourtDirectory.Default))
        {
            if (_watched.Add(court))
            {
                world.Truth.Watched(process, court);
                process.Context.Start(() => KeepCheckingAsync(court));
            }
        }
    }

    private async Task SweepAsync()
    {
        while (await process.Deliver.RunDueAsync(process.Ending) > 0)
        {
            // Until nothing is due.
        }
    }

    // One request at a time to a court; what another process checked meanwhile is seen in the store.
    private async Task KeepCheckingAsync(CourtId court)
    {
        var feed = CourtDirectory.Default[court].Feed!;
        while (process.IsServing)
        {
            var wait = process.Checks.Every;
            await TryAsync("check", async () =>
            {
                var state = await process.Ports.Dockets.FindCourtAsync(court, process.Ending);
                var now = process.Clock.GetUtcNow();
                var due = CheckSchedule.DueAt(state, process.Checks.Pace, now);
                if (due <= now)
                {
                    world.Truth.Begun(process, court);
                    var report = await CheckAsync(court, feed);
                    due = report.State.DueAt ?? now + process.Checks.Every;
                }

                wait = due - process.Clock.GetUtcNow();
            });
            await PauseAsync(wait <= TimeSpan.Zero ? TimeSpan.FromMilliseconds(1) : wait < LongestPause ? wait : LongestPause);
        }
    }

    private async Task<CheckReport> CheckAsync(CourtId court, Uri feed)
    {
        if (!wiring.OneCheckAtATime)
        {
            return await process.CheckCourt.RunAsync(court, feed, process.Checks.Pace, process.Ending);
        }

        await _oneCheck.WaitAsync();
        try
        {
            return await process.CheckCourt.RunAsync(court, feed, process.Checks.Pace, process.Ending);
        }
        finally
        {
            _oneCheck.Release();
        }
    }

    private async Task RepeatAsync(string what, TimeSpan every, Func<Task> work)
    {
        while (process.IsServing)
        {
            await TryAsync(what, work);
            await PauseAsync(every);
        }
    }

    private async Task PauseAsync(TimeSpan time)
    {
        try
        {
            await process.WaitAsync(time, process.Ending);
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }
    }

    // A loop outlives what its store does to it. Anything else is a bug of the product, and shows as one.
    private async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (StoreFault fault)
        {
            world.Trace.Add($"{process.Name} {what}: {fault.Message}");
        }
        catch (OperationCanceledException) when (process.Ending.IsCancellationRequested)
        {
            // Asked to end.
        }
        catch (InvalidOperationException lost) when (lost.Message.Contains("races in a row", StringComparison.Ordinal))
        {
            world.Trace.Add($"{process.Name} {what}: {lost.Message}");
        }
        catch (Exception bug)
        {
            world.Truth.Bug($"{process.Name} {what} threw {bug}");
        }
    }
}
