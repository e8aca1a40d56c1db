namespace Tipstaff.Tests.Simulation.Time;

/// <summary>Where the continuations of one process run. When it ends, what was posted to it never runs and its timers never fire.</summary>
internal sealed class VirtualContext(VirtualTime time) : SynchronizationContext
{
    public bool IsAlive { get; private set; } = true;

    public void End() => IsAlive = false;

    public override void Post(SendOrPostCallback d, object? state) => time.Post(this, d, state);

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("One thread cannot wait for itself.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Starts work in this context.</summary>
    public void Start(Func<Task> work) => time.Post(this, posted => _ = SeeThroughAsync(work), state: null);

    private async Task SeeThroughAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception error)
        {
            time.Fail(error);
        }
    }
}
