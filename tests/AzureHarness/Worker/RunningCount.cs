namespace Tipstaff.AzureHarness;

/// <summary>How many invocations run, and a task for when none does.</summary>
internal sealed class RunningCount
{
    private readonly List<TaskCompletionSource> _waiting = [];
    private readonly Lock _gate = new();
    private int _count;

    public void Begin()
    {
        lock (_gate)
        {
            _count++;
        }
    }

    public void End()
    {
        TaskCompletionSource[] told;
        lock (_gate)
        {
            _count--;
            told = _count == 0 ? [.. _waiting] : [];
            _waiting.RemoveAll(_ => told.Length > 0);
        }

        foreach (var waiting in told)
        {
            waiting.SetResult();
        }
    }

    public Task NoneAsync()
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                return Task.CompletedTask;
            }

            var waiting = new TaskCompletionSource();
            _waiting.Add(waiting);
            return waiting.Task;
        }
    }
}
