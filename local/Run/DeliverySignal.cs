using Tipstaff.Outbox;

namespace Tipstaff.Local.Run;

/// <summary>The queue of one machine: the outbox itself is read, so that a signal is all that it takes.</summary>
internal sealed class DeliverySignal : IDeliveryQueue, IDisposable
{
    private readonly SemaphoreSlim _signal = new(0);

    public Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0 && _signal.CurrentCount == 0)
        {
            _signal.Release();
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for a signal, at most so long.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(atMost, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The limit passed without a signal: time for a sweep.
        }
    }

    public void Dispose() => _signal.Dispose();
}
