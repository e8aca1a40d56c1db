using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The way of every call of one process to a store: it may be slow, fail before or after the work, or be the process's last.</summary>
internal sealed class PortCalls(SimulatedProcess process, SimulatedWorld world)
{
    // A store answers at once mostly; now and then others come in between.
    private const double Interleaved = 0.1;

    public async Task<T> ReadAsync<T>(string site, string key, Func<Task<T>> read)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<T>();
        }

        await TakeTimeAsync(site, key);
        switch (Draw(site, key, FaultKind.StoreSlow, FaultKind.StoreThrottled))
        {
            case FaultKind.StoreSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(1 + (8 * world.Plan.Chance("slow", site))));
                break;
            case FaultKind.StoreThrottled:
                throw new StoreFault($"{site} is throttled");
        }

        return await read();
    }

    /// <param name="site">The port and its member.</param>
    /// <param name="key">What it is about, the same in each run.</param>
    /// <param name="write">The work; whole when it returns.</param>
    /// <param name="rival">Another's write that comes first where a race is lost; null where none can be.</param>
    public async Task<T> WriteAsync<T>(string site, string key, Func<Task<T>> write, Action? rival = null)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<T>();
        }

        await TakeTimeAsync(site, key);
        var fault = Draw(
            site, key, FaultKind.CrashBefore, FaultKind.CrashAfter, FaultKind.StoreSlow, FaultKind.StoreThrottled, FaultKind.StoreUnknownOutcome, FaultKind.StoreLostRace);
        switch (fault)
        {
            case FaultKind.CrashBefore:
                return await process.CrashAsync<T>($"before {site}({key})");
            case FaultKind.StoreSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(1 + (8 * world.Plan.Chance("slow", site))));
                break;
            case FaultKind.StoreThrottled:
                throw new StoreFault($"{site} is throttled");
            case FaultKind.StoreLostRace:
                rival?.Invoke();
                break;
        }

        var result = await write();
        world.Trace.Add($"{process.Name} {site}({key}) = {(result is bool or int ? result : "done")}");
        return fault switch
        {
            FaultKind.CrashAfter => await process.CrashAsync<T>($"after {site}({key})"),
            FaultKind.StoreUnknownOutcome => throw new StoreFault($"{site} did not answer in time"),
            _ => result,
        };
    }

    private async Task TakeTimeAsync(string site, string key)
    {
        if (world.Plan.Chance("interleaved", site) < Interleaved)
        {
            await process.WaitAsync(TimeSpan.FromMilliseconds(1 + (80 * world.Plan.Chance("latency", key))));
        }
    }

    private FaultKind Draw(string site, string key, params ReadOnlySpan<FaultKind> kinds) =>
        world.Plan.Current(FaultKind.StoreOutage, "store", world.Now) is not null
            ? FaultKind.StoreThrottled
            : world.Plan.Draw(site, key, world.Now, kinds);
}

/// <summary>A store, a queue, that did not do as asked: what a loop has to live with.</summary>
internal sealed class StoreFault(string message) : Exception(message);
