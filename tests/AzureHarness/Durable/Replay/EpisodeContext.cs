namespace Tipstaff.AzureHarness;

/// <summary>Where an orchestrator's continuations run: within its episode, or never.</summary>
/// <param name="onStray">Told once when something comes back that the orchestrator may not have awaited.</param>
internal sealed class EpisodeContext(Action onStray) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private bool _open = true;
    private int _strayed;

    /// <summary>Whether the caller is the orchestrator, in its own turn.</summary>
    public bool IsCurrent => _open && Environment.CurrentManagedThreadId == _thread;

    public override void Post(SendOrPostCallback d, object? state)
    {
        // What comes later or from elsewhere belongs to something that is no task of the context: it is lost, as in life.
        if (IsCurrent)
            _ready.Enqueue((d, state));
        else if (Interlocked.Exchange(ref _strayed, 1) == 0)
            onStray();
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("One thread cannot wait for itself.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Does something as the orchestrator, and all that follows from it at once.</summary>
    public void Run(Action action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_ready.TryDequeue(out var next))
                next.Callback(next.State);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public void Close() => _open = false;
}
