namespace Tipstaff.AzureHarness;

/// <summary>A receiver's wait for a message: until one is offered, time is up, or it is cancelled.</summary>
internal sealed class BusWait : IBusConsumer, IDisposable
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private readonly TaskCompletionSource<BusOffer?> _offered = new();
    private readonly BusQueue _queue;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _cancelled;

    public BusWait(BusQueue queue, TimeSpan patience, CancellationToken cancellationToken)
    {
        _queue = queue;
        _timer = queue.Time.CreateTimer(
            static wait => ((BusWait)wait!)._offered.TrySetResult(null), this, patience, Timeout.InfiniteTimeSpan);
        _cancelled = cancellationToken.Register(() => _offered.TrySetCanceled(cancellationToken));
        queue.Join(this);
    }

    /// <summary>The offer; null when time is up.</summary>
    public Task<BusOffer?> Offered => _offered.Task;

    public bool IsHungry { get; private set; } = true;

    public void Offer(BusOffer offer)
    {
        IsHungry = false;
        _context.Run(() =>
        {
            if (!_offered.TrySetResult(offer))
                offer.Drop();
        });
    }

    public void Dispose()
    {
        IsHungry = false;
        _queue.Leave(this);
        _timer.Dispose();
        _cancelled.Dispose();
    }
}
