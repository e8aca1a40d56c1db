namespace Tipstaff.Tests.Simulation.Time;

/// <summary>The clock of one machine: it may be wrong and be set, while timers on it follow the passing of time.</summary>
internal sealed class MachineClock(VirtualTime time, VirtualContext context, Func<TimeSpan> offset) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => time.Now + offset();

    public override long GetTimestamp() => time.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new VirtualTimer(time, context, callback, state, dueTime, period);
}
