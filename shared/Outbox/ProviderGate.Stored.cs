using Tipstaff.Breakers;

namespace Tipstaff.Outbox;

/// <summary>How the breaker is read and written, so that all processes hear of what became of it in one of them.</summary>
internal sealed partial class ProviderGate
{
    // How long what was written may take until it is read, where it is first decided elsewhere whether it counts.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(3);

    private readonly Places _storing = new(1);
    private ProviderBreaker? _stored;
    private DateTimeOffset _lookedAt;
    private DateTimeOffset? _writtenAt;

    /// <summary>Reads the breaker as an earlier run left it, unless that was done.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_stored is null)
        {
            await ReloadAsync(isOverruling: true, cancellationToken);
        }
    }

    /// <summary>
    /// Reads the breaker as other processes have it by now, unless that was done a moment ago, or this one has to write first what
    /// became of it here.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        if (!IsLookDue())
        {
            return;
        }

        await _storing.TakeAsync(1, cancellationToken);
        try
        {
            if (IsLookDue())
            {
                await ReloadAsync(isOverruling: false, cancellationToken);
            }
        }
        finally
        {
            _storing.Release();
        }
    }

    /// <summary>Writes down that the breaker opened, stays open or closed, if it did.</summary>
    /// <returns>Its breaker before and after; null when there was nothing to write, or when another process was faster and its word counts.</returns>
    public async Task<(CircuitBreaker Before, CircuitBreaker After)?> SaveAsync(CancellationToken cancellationToken)
    {
        if (Turned() is null)
        {
            return null;
        }

        await _storing.TakeAsync(1, cancellationToken);
        try
        {
            if (Turned() is not { } turned)
            {
                return null;
            }

            var (before, after) = (_stored!.Breaker, turned.Breaker);
            if (await breakers.TryWriteAsync(turned, ProviderNotices.Of(provider.Name, before, after, time.GetUtcNow()), cancellationToken))
            {
                lock (_lock)
                {
                    (_stored, _writtenAt) = (turned with { Version = turned.Version + 1 }, time.GetUtcNow());
                }

                return (before, after);
            }

            await ReloadAsync(isOverruling: true, cancellationToken);
            return null;
        }
        finally
        {
            _storing.Release();
        }
    }

    // Also where the clock was set back.
    private bool IsLookDue()
    {
        lock (_lock)
        {
            return _stored is null || (Turned() is null && (time.GetUtcNow() - _lookedAt).Duration() >= lookAfter);
        }
    }

    private ProviderBreaker? Turned()
    {
        lock (_lock)
        {
            return _stored is { } stored && _breaker.OpenUntil != stored.Breaker.OpenUntil ? stored with { Breaker = _breaker } : null;
        }
    }

    // Another process may have opened or closed it; what it wrote counts, and what this one only remembers does not.
    private async Task ReloadAsync(bool isOverruling, CancellationToken cancellationToken)
    {
        var lookedAt = time.GetUtcNow();
        var stored = await breakers.FindAsync(provider.Name, cancellationToken) ?? new ProviderBreaker(provider.Name, CircuitBreaker.New);
        lock (_lock)
        {
            if (_stored is null || (IsOthers(stored, lookedAt) && (isOverruling || Turned() is null)))
            {
                (_stored, _breaker, _writtenAt) = (stored, stored.Breaker, null);
            }

            _lookedAt = lookedAt;
        }
    }

    // Under one version two processes may have sent different words to where it is decided: the one that can be read has won. What is
    // older than this one's own word counts only once that should have come through: then it was turned down, or lost on its way.
    private bool IsOthers(ProviderBreaker stored, DateTimeOffset lookedAt) =>
        stored.Version >= _stored!.Version
            ? stored != _stored
            : lookedAt >= _lookedAt && (_writtenAt is not { } writtenAt || (lookedAt - writtenAt).Duration() >= OnItsWay);
}
