using Tipstaff.Checks;
using Tipstaff.Courthouse;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>One process of the service, whichever head it runs: what people, courts and truths know of it.</summary>
internal abstract class ServiceProcess
{
    /// <summary>Where it runs.</summary>
    protected SimulatedWorld World { get; }

    /// <summary>A process that has not begun yet.</summary>
    /// <param name="world">Where it runs.</param>
    /// <param name="slot">The machine.</param>
    /// <param name="generation">Which process of the day it is.</param>
    protected ServiceProcess(SimulatedWorld world, string slot, int generation)
    {
        (World, Slot, Name) = (world, slot, $"{slot}.{generation}");
        Context = new VirtualContext(world.Time);
        // Each process runs on another machine of the cloud.
        var usual = world.IsInTheCloud
            ? world.ClockOff(FaultWeather.Instances) * ((2 * new SeededRandom(world.Seed, "clock of", Name).Fraction()) - 1)
            : TimeSpan.Zero;
        Clock = new MachineClock(world.Time, Context, () => world.ClockOffset(slot, usual));
    }

    /// <summary>The machine: <c>0</c> or <c>1</c>.</summary>
    public string Slot { get; }

    /// <summary>Machine and generation: <c>0.3</c>.</summary>
    public string Name { get; }

    public VirtualContext Context { get; }

    public MachineClock Clock { get; }

    /// <summary>How often courts are asked.</summary>
    public abstract CheckPace Pace { get; }

    public abstract ReplayDeadLetters Replay { get; }

    public abstract Subscribe Subscribe { get; }

    public abstract ConfirmSubscriptions Confirm { get; }

    public abstract Unsubscribe Unsubscribe { get; }

    public abstract ImportSubscriptions Import { get; }

    public abstract OpenWebhooks Open { get; }

    public abstract ChangeWebhookSecret ChangeSecret { get; }

    public abstract VerifyWebhook Verify { get; }

    public virtual bool IsAlive => Context.IsAlive;

    /// <summary>Whether it still takes requests.</summary>
    public abstract bool IsServing { get; }

    /// <summary>What a dead process waits for.</summary>
    public static Task<T> Never<T>() => new TaskCompletionSource<T>().Task;

    /// <summary>Begins to work.</summary>
    public abstract void Begin();

    /// <summary>Asks it to end; what is in flight is seen through.</summary>
    public abstract void AskToEnd();

    /// <summary>Whether what it threw is what a store or a queue in trouble does to it; all else is a bug.</summary>
    public abstract bool IsTrouble(Exception error);

    /// <summary>Ends here and now: nothing of it goes on.</summary>
    public virtual void End() => Context.End();

    /// <summary>Waits; for ever, if it dies meanwhile.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        await Task.Delay(time, Clock, cancellationToken);
        if (!IsAlive)
        {
            await Never<bool>();
        }
    }

    /// <summary>Dies here and now, in the middle of a call.</summary>
    public Task<T> CrashAsync<T>(string where)
    {
        World.Crash(this, where);
        return Never<T>();
    }
}
