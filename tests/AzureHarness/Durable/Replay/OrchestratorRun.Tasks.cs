using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <content>Activities, sub-orchestrations and timers, with retries.</content>
internal sealed partial class OrchestratorRun
{
    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        CheckInput(input, options);
        var json = Json.Write(input);
        var version = options?.Version is { } asked ? asked.Version : Version;
        return await WithRetriesAsync(
            () => AskFor<TResult>(
                id => new(id, ActionKind.Activity, name.Name, Input: json, Version: version),
                (id, failure) => new TaskFailedException(name.Name, id, failure)),
            options?.Retry);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        CheckInput(input, options);
        var json = Json.Write(input);
        var target = InstanceIds.Checked((options as SubOrchestrationOptions)?.InstanceId ?? NewGuid().ToString("N"));
        var version = options?.Version is { } asked ? asked.Version : _worker.Version ?? "";
        return await WithRetriesAsync(
            () => AskFor<TResult>(
                id => new(id, ActionKind.SubOrchestration, orchestratorName.Name, target, json, Version: version),
                (id, failure) => new TaskFailedException(orchestratorName.Name, id, failure)),
            options?.Retry);
    }

    public override async Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var end = fireAt.ToUniversalTime();
        while (end - _now > LongestTimer && !cancellationToken.IsCancellationRequested)
            await OneTimer(_now + LongestTimer, cancellationToken);

        await OneTimer(end, cancellationToken);
    }

    private Task OneTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);

        Ask(id => new(id, ActionKind.Timer, "", At: fireAt));
        var number = _lastAction;
        var source = new TaskCompletionSource();
        _timers.Add(number);
        _open[number] = _ =>
        {
            _timers.Remove(number);
            source.TrySetResult();
        };
        cancellationToken.UnsafeRegister(
            _ =>
            {
                if (_turn.IsCurrent && _open.Remove(number))
                {
                    _timers.Remove(number);
                    source.TrySetCanceled(cancellationToken);
                }
            },
            state: null);
        return source.Task;
    }

    private async Task<T> WithRetriesAsync<T>(Func<Task<T>> attempt, TaskRetryOptions? retry)
    {
        var first = _now;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException error) when (retry is not null)
            {
                if (retry.Handler is { } handler)
                {
                    if (!await handler(new RetryContext(this, number, error.FailureDetails, _now - first, CancellationToken.None)))
                        throw;
                }
                else if (WaitAfter(number, first, retry.Policy!, error.FailureDetails) is { } wait)
                {
                    await CreateTimer(_now + wait, CancellationToken.None);
                }
                else
                {
                    throw;
                }
            }
        }
    }

    private TimeSpan? WaitAfter(int attempt, DateTime first, RetryPolicy policy, TaskFailureDetails failure)
    {
        var isLate = policy.RetryTimeout != Timeout.InfiniteTimeSpan && _now >= first + policy.RetryTimeout;
        if (attempt >= policy.MaxNumberOfAttempts || isLate || !policy.HandleFailure(failure))
            return null;

        var wait = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, attempt - 1);
        return policy.MaxRetryInterval == Timeout.InfiniteTimeSpan
            ? TimeSpan.FromMilliseconds(wait)
            : TimeSpan.FromMilliseconds(Math.Min(wait, policy.MaxRetryInterval.TotalMilliseconds));
    }

    private static void CheckInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
            throw new ArgumentException("Options were given as the input: name the parameter 'options'.", nameof(input));
    }
}
