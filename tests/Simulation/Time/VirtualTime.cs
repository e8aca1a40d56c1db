namespace Tipstaff.Tests.Simulation.Time;

/// <summary>
/// One thread, one queue, one clock: what is posted runs in the order of posting, timers fire in the order of (time, setting), and
/// time stands still while anything is left to run.
/// </summary>
internal sealed class VirtualTime(DateTimeOffset start)
{
    private readonly Queue<(VirtualContext Context, SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly PriorityQueue<VirtualTimer, (long At, long Order)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private volatile string? _strayed;
    private Exception? _failure;
    private long _order;

    /// <summary>The true moment, by which courts and mailboxes live.</summary>
    public DateTimeOffset Now { get; private set; } = start;

    /// <summary>Runs everything up to and including this moment.</summary>
    /// <exception cref="InvalidOperationException">Something left the thread, so that the run is not repeatable.</exception>
    public void RunUntil(DateTimeOffset end)
    {
        var outer = SynchronizationContext.Current;
        try
        {
            do
            {
                while (_ready.TryDequeue(out var next))
                {
                    Run(next.Context, next.Callback, next.State);
                }

                if (_strayed is not null)
                {
                    throw new InvalidOperationException($"A continuation came from another thread, so that no seed gives the same run again:\n{_strayed}");
                }

                if (_failure is not null)
                {
                    throw new InvalidOperationException("The simulation itself failed.", _failure);
                }
            }
            while (FireNext(end));
            Now = end;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }
    }

    public void Post(VirtualContext context, SendOrPostCallback callback, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            _strayed = Environment.StackTrace;
            return;
        }

        _ready.Enqueue((context, callback, state));
    }

    /// <summary>Ends the run: work of the simulation itself threw.</summary>
    public void Fail(Exception error) => _failure ??= error;

    /// <summary>Does something in a context after a while, unless the context has ended by then.</summary>
    public void After(TimeSpan wait, VirtualContext context, Action action) =>
        _ = new VirtualTimer(this, context, _ => action(), state: null, wait, Timeout.InfiniteTimeSpan);

    public long Set(VirtualTimer timer, DateTimeOffset at)
    {
        var order = ++_order;
        _timers.Enqueue(timer, (at.Ticks, order));
        return order;
    }

    private bool FireNext(DateTimeOffset end)
    {
        while (_timers.TryPeek(out var timer, out var due) && due.At <= end.Ticks)
        {
            _timers.Dequeue();
            if (timer.IsSetAs(due.Order))
            {
                Now = new DateTimeOffset(due.At, TimeSpan.Zero);
                Run(timer.Context, static fired => ((VirtualTimer)fired!).Fire(), timer);
                return true;
            }
        }

        return false;
    }

    private static void Run(VirtualContext context, SendOrPostCallback callback, object? state)
    {
        if (context.IsAlive)
        {
            SynchronizationContext.SetSynchronizationContext(context);
            callback(state);
        }
    }
}
