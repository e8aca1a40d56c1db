using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tipstaff.AzureHarness;

public sealed partial class FunctionApp
{
    /// <summary>Runs a function once, through the middleware, in a scope of its own.</summary>
    /// <returns>What it returned, awaited; null where it returns nothing.</returns>
    /// <exception cref="Exception">What it threw. Of a killed instance nothing comes back, neither value nor exception.</exception>
    public Task<object?> InvokeAsync(FunctionDescriptor function, Invocation invocation) => InItsContextAsync(async () =>
    {
        if (!IsAlive)
        {
            await AzureCloud.Never;
        }

        try
        {
            return invocation.IsTimed ? await RunTimedAsync(function, invocation) : await RunAsync(function, invocation, _ending.Token);
        }
        catch (Exception error)
        {
            if (!IsAlive)
            {
                await AzureCloud.Never;
            }

            Services.GetRequiredService<ILoggerFactory>().CreateLogger($"Function.{function.Name}")
                .LogError(error, "Executed {Function} (Failed)", function.Name);
            OnFailure?.Invoke(function, error);
            throw;
        }
    });

    private async Task<object?> RunTimedAsync(FunctionDescriptor function, Invocation invocation)
    {
        using var given = CancellationTokenSource.CreateLinkedTokenSource(invocation.CancellationToken, _ending.Token);
        using var timer = HostJson.FunctionTimeout is { } timeout
            ? Time.CreateTimer(_ => TimeOut(function, given), null, timeout, Timeout.InfiniteTimeSpan)
            : null;
        _running.Begin();
        try
        {
            return await RunAsync(function, invocation, given.Token);
        }
        finally
        {
            _running.End();
        }
    }

    private async Task<object?> RunAsync(FunctionDescriptor function, Invocation invocation, CancellationToken cancellationToken)
    {
        await using var scope = Services.CreateAsyncScope();
        invocation.Before?.Invoke(scope.ServiceProvider);
        var context = new InvocationContext(function, invocation, Cloud.NextInvocation(), scope.ServiceProvider, cancellationToken);
        await _pipeline.Around(
            async innermost => context.Features.Set(new ReturnedValue(await _calls[function.Name].RunAsync(innermost, invocation))))(context);
        if (!IsAlive)
        {
            await AzureCloud.Never;
        }

        var returned = context.Features.Get<ReturnedValue>()?.Value;
        if (invocation.AfterAsync is { } after)
        {
            await after(returned);
        }

        return returned;
    }

    // The host cancels the invocation and then ends the worker's process, whatever else runs in it.
    private void TimeOut(FunctionDescriptor function, CancellationTokenSource given)
    {
        given.Cancel();
        Kill();
        OnFailure?.Invoke(
            function, new TimeoutException($"Function {function.Name} ran longer than functionTimeout; its instance is gone."));
        OnTimeout?.Invoke(this);
    }
}
