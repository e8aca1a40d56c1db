namespace Tipstaff.Smtp;

/// <summary>What one worker, who has at most one connection, is doing.</summary>
internal enum SmtpWorkerState
{
    /// <summary>Connecting, or about to.</summary>
    Opening,

    /// <summary>Handing over mail.</summary>
    Carrying,

    /// <summary>Connected, waiting for mail.</summary>
    Idle,

    /// <summary>Taking leave; takes no more mail.</summary>
    Leaving,
}

/// <summary>
/// Counts the workers and starts another when mail waits for which none is free. The first goes alone: a server that is down, or
/// refuses our password, is asked once and not by all of them.
/// </summary>
/// <param name="limit">The most workers at once.</param>
/// <param name="time">Measures how long a refused further connection is not tried again.</param>
/// <param name="countWaiting">How many mails wait.</param>
/// <param name="start">Starts a worker, which is counted as opening already.</param>
internal sealed class SmtpPool(int limit, TimeProvider time, Func<int> countWaiting, Action start)
{
    private static readonly TimeSpan HoldOff = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[4];
    private DateTimeOffset _noMoreUntil = DateTimeOffset.MinValue;
    private TaskCompletionSource? _empty;

    private int Open => Count(SmtpWorkerState.Carrying) + Count(SmtpWorkerState.Idle);

    /// <summary>Starts the workers that the waiting mails are worth.</summary>
    public void Grow()
    {
        lock (_lock)
        {
            while (IsAnotherWorthIt())
            {
                _counts[(int)SmtpWorkerState.Opening]++;
                start();
            }
        }
    }

    /// <summary>A worker turns to something else, which may leave mail waiting for a new one.</summary>
    public void Turn(SmtpWorkerState from, SmtpWorkerState to)
    {
        lock (_lock)
        {
            _counts[(int)from]--;
            _counts[(int)to]++;
            Grow();
        }
    }

    /// <summary>A worker could not connect and takes leave.</summary>
    /// <returns>True when others go on with the mails that wait; then no further one is tried for a while.</returns>
    public bool FailOpening()
    {
        lock (_lock)
        {
            var othersGoOn = Open + Count(SmtpWorkerState.Opening) > 1;
            // Where nobody is left, the server was away as a whole: it did not mean those beyond its limit.
            _noMoreUntil = othersGoOn ? time.GetUtcNow() + HoldOff : DateTimeOffset.MinValue;
            return othersGoOn;
        }
    }

    /// <summary>A worker that took leave is gone.</summary>
    public void End()
    {
        lock (_lock)
        {
            _counts[(int)SmtpWorkerState.Leaving]--;
            Grow();
            if (_counts.Sum() == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>Waits until the last worker is gone; nothing new may come in.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_counts.Sum() == 0)
            {
                _empty.TrySetResult();
            }

            return _empty.Task;
        }
    }

    private bool IsAnotherWorthIt()
    {
        var opening = Count(SmtpWorkerState.Opening);
        return _counts.Sum() < limit
            && countWaiting() > Count(SmtpWorkerState.Idle) + opening
            && (Open > 0 ? time.GetUtcNow() >= _noMoreUntil : opening == 0);
    }

    private int Count(SmtpWorkerState state) => _counts[(int)state];
}
