namespace Tipstaff.Outbox;

/// <summary>
/// Places that are taken several at once and in the order of asking, so that no two wait for those that the other has gathered.
/// </summary>
/// <remarks>
/// A semaphore of the library goes through the thread pool when it is waited for with a token; here whoever waits goes on in the
/// context in which it waits, so that a run on one thread is the same run each time.
/// </remarks>
internal sealed class Places(int count)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _waiting = new();
    private int _free = count;

    /// <summary>Takes places, no more than there are in all, as soon as so many are free and it is one's turn.</summary>
    /// <exception cref="OperationCanceledException">None were taken.</exception>
    public async Task TakeAsync(int wanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _free >= wanted)
            {
                _free -= wanted;
                return;
            }

            waiter = new Waiter(this, wanted);
            _waiting.AddLast(waiter);
        }

        await using var withdrawal = cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Leave(token), waiter);
        await waiter.Turn;
    }

    /// <summary>Gives places back.</summary>
    public void Release(int taken = 1)
    {
        lock (_lock)
        {
            _free += taken;
            Serve();
        }
    }

    private void Serve()
    {
        while (_waiting.First is { Value: var first } && first.Wanted <= _free)
        {
            _waiting.RemoveFirst();
            _free -= first.Wanted;
            first.Come();
        }
    }

    private sealed class Waiter(Places places, int wanted)
    {
        private readonly TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Wanted => wanted;

        public Task Turn => _turn.Task;

        public void Come() => _turn.SetResult();

        public void Leave(CancellationToken cancellationToken)
        {
            lock (places._lock)
            {
                if (places._waiting.Remove(this))
                {
                    _turn.SetCanceled(cancellationToken);
                    places.Serve();
                }
            }
        }
    }
}
