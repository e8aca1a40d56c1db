using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Health;

namespace Tipstaff.Canaries;

/// <summary>What is known of the canary's last arrival, for <c>/health</c>: answers at once by the last look, and looks behind the answer.</summary>
public sealed class CanaryStanding(ICanaryLog canary, IOptions<CanaryOptions> options, TimeProvider time, ILogger<CanaryStanding> logger)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private Task _looking = Task.CompletedTask;
    private DateTimeOffset? _begunAt;
    private CanaryArrival? _last;

    /// <summary>What is known; null where there is no canary.</summary>
    public CanaryHealth? Now
    {
        get
        {
            lock (_lock)
            {
                return options.Value.IsOn ? new CanaryHealth(_last?.FiledAt, _last?.ArrivedAt, _last?.Delay.TotalSeconds) : null;
            }
        }
    }

    /// <summary>Looks again unless the last look was begun lately or is under way; throws nothing.</summary>
    public Task LookAsync(TimeSpan freshness)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (options.Value.IsOn && _looking.IsCompleted && !(now - _begunAt < freshness && now >= _begunAt))
            {
                _begunAt = now;
                _looking = LookOnceAsync();
            }

            return _looking;
        }
    }

    private async Task LookOnceAsync()
    {
        // What a store does before it first waits is not to be waited for by who asks.
        await Task.Yield();
        try
        {
            var last = (await canary.FindAsync(CancellationToken.None).WaitAsync(Longest, time))?.Last;
            lock (_lock)
            {
                _last = last;
            }
        }
        catch (Exception error)
        {
            logger.ProbeFailed("canary", error.GetType().Name);
        }
    }
}
