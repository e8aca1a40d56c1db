namespace Tipstaff.Tests.Simulation.Time;

/// <summary>A timer on virtual time. It follows the passing of time, not the steps of a wall clock.</summary>
internal sealed class VirtualTimer : ITimer
{
    private readonly VirtualTime _time;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private TimeSpan _period;
    private long _order;

    public VirtualTimer(VirtualTime time, VirtualContext context, TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        (_time, Context, _callback, _state) = (time, context, callback, state);
        Change(dueTime, period);
    }

    public VirtualContext Context { get; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _order = dueTime == Timeout.InfiniteTimeSpan ? 0 : _time.Set(this, _time.Now + dueTime);
        return true;
    }

    /// <summary>Whether this is the last setting of it.</summary>
    public bool IsSetAs(long order) => _order == order;

    public void Fire()
    {
        _order = _period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero ? 0 : _time.Set(this, _time.Now + _period);
        _callback(_state);
    }

    public void Dispose() => _order = 0;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
