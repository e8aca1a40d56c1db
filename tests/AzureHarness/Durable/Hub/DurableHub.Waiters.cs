namespace Tipstaff.AzureHarness;

/// <content>Clients that wait for an orchestration to come to a point.</content>
public sealed partial class DurableHub
{
    private readonly List<(string Id, Func<Orchestration, bool> IsThere, TaskCompletionSource<Orchestration> Source)> _waiters = [];

    internal async Task<Orchestration> WaitAsync(string id, Func<Orchestration, bool> isThere, CancellationToken cancellationToken)
    {
        if (Find(id) is { } now && isThere(now))
            return now;

        var source = new TaskCompletionSource<Orchestration>();
        _waiters.Add((id, isThere, source));
        using var given = cancellationToken.UnsafeRegister(_ => source.TrySetCanceled(cancellationToken), state: null);
        return await source.Task;
    }

    private void TellWaitersSoon()
    {
        if (_waiters.Count > 0)
            After(TimeSpan.Zero, TellWaiters);
    }

    private void TellWaiters()
    {
        foreach (var waiter in _waiters.ToArray())
        {
            if (waiter.Source.Task.IsCompleted)
            {
                _waiters.Remove(waiter);
            }
            else if (Find(waiter.Id) is { } orchestration && waiter.IsThere(orchestration))
            {
                _waiters.Remove(waiter);
                waiter.Source.TrySetResult(orchestration);
            }
        }
    }
}
