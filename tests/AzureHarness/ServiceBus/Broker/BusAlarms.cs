namespace Tipstaff.AzureHarness;

/// <summary>What a queue does later: one timer, set to the next alarm that still stands.</summary>
internal sealed class BusAlarms(TimeProvider time)
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(20);
    private readonly PriorityQueue<BusAlarm, (long At, long Order)> _alarms = new();
    private ITimer? _timer;
    private long _order;

    public BusAlarm Set(DateTimeOffset at, Action action)
    {
        var alarm = new BusAlarm(at, action);
        _alarms.Enqueue(alarm, (at.Ticks, ++_order));
        if (ReferenceEquals(_alarms.Peek(), alarm))
            SetTimer();
        return alarm;
    }

    private void Ring()
    {
        while (_alarms.TryPeek(out var next, out _) && (next.IsOff || next.At <= time.GetUtcNow()))
        {
            _alarms.Dequeue();
            next.Ring();
        }

        SetTimer();
    }

    private void SetTimer()
    {
        while (_alarms.TryPeek(out var stale, out _) && stale.IsOff)
            _alarms.Dequeue();
        if (!_alarms.TryPeek(out var next, out _))
            return;
        var wait = next.At - time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestTimer ? LongestTimer : wait;
        _timer ??= time.CreateTimer(static alarms => ((BusAlarms)alarms!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}

/// <summary>One thing to do later, unless it is called off.</summary>
internal sealed class BusAlarm(DateTimeOffset at, Action action)
{
    public DateTimeOffset At => at;

    public bool IsOff { get; private set; }

    public void CallOff() => IsOff = true;

    public void Ring()
    {
        if (!IsOff)
        {
            IsOff = true;
            action();
        }
    }
}
