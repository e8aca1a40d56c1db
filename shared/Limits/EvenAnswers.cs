using Microsoft.Extensions.Options;

namespace Tipstaff.Limits;

/// <summary>
/// Has an answer leave at one of few moments (<see cref="LimitOptions.AnswerEvery"/>), so that how long it took tells nobody what was found:
/// whoever is known takes other steps than who is not.
/// </summary>
public sealed class EvenAnswers(IOptions<LimitOptions> limits, TimeProvider time)
{
    /// <summary>Does the work, then waits until a whole multiple of the time has gone by since it began. A fault waits as well.</summary>
    /// <param name="work">What may take longer for one address than for another.</param>
    /// <param name="cancellationToken">Ends work and waiting, as nobody is left to be answered.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        try
        {
            return await work(cancellationToken);
        }
        finally
        {
            await WaitAsync(begun, cancellationToken);
        }
    }

    private async Task WaitAsync(long begun, CancellationToken cancellationToken)
    {
        var every = limits.Value.AnswerEvery;
        if (every <= TimeSpan.Zero)
        {
            return;
        }

        var taken = time.GetElapsedTime(begun);
        var end = taken + TimeSpan.FromTicks(every.Ticks - (taken.Ticks % every.Ticks));

        // A timer may fire some milliseconds early, by when it was set: that would tell when the work was done.
        for (var rest = end - taken; rest > TimeSpan.Zero; rest = end - time.GetElapsedTime(begun))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), time, cancellationToken);
        }
    }
}
