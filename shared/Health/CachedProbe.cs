using Microsoft.Extensions.Logging;

namespace Tipstaff.Health;

/// <summary>What the last look at one part showed. Of looks at it one is under way at most, and none holds up those at the others.</summary>
/// <param name="probe">The look.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Hears of looks that failed.</param>
internal sealed class CachedProbe(IHealthProbe probe, TimeSpan limit, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private Task<bool>? _call;
    private Task _looking = Task.CompletedTask;
    private DateTimeOffset? _begunAt;
    private HealthPart? _last;

    /// <summary>Whether it was looked at.</summary>
    public bool IsKnown
    {
        get
        {
            lock (_lock)
            {
                return _last is not null;
            }
        }
    }

    /// <summary>What is known.</summary>
    /// <param name="now">The present moment, UTC: tells how old it is.</param>
    public HealthPart PartAt(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _last is { At: { } at } ? _last with { AgeSeconds = (long)Math.Max(0, (now - at).TotalSeconds) } : new HealthPart(probe.Name, IsUp: null, At: null);
        }
    }

    /// <summary>Looks again unless the last look was begun lately or is under way.</summary>
    public Task LookAsync(TimeSpan freshness)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_looking.IsCompleted && !(now - _begunAt < freshness && now >= _begunAt))
            {
                _begunAt = now;
                _looking = LookOnceAsync();
            }

            return _looking;
        }
    }

    private async Task LookOnceAsync()
    {
        // What a probe does before it first waits is not to be waited for by who asks.
        await Task.Yield();
        var isUp = false;
        try
        {
            isUp = await CallAsync();
        }
        catch (Exception error)
        {
            logger.ProbeFailed(probe.Name, error.GetType().Name);
        }

        lock (_lock)
        {
            _last = new HealthPart(probe.Name, isUp, time.GetUtcNow());
        }
    }

    private async Task<bool> CallAsync()
    {
        if (_call is { IsCompleted: false })
        {
            // It heeds no limit; more calls would only hang beside it.
            return false;
        }

        using var over = new CancellationTokenSource(limit, time);
        _call = probe.IsUpAsync(over.Token);
        return await _call.WaitAsync(over.Token);
    }
}
