using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Mail;

namespace Tipstaff.Health;

/// <summary><c>GET /health</c>: what the last looks at store, queue and mail providers showed. Answers at once, whoever stalls.</summary>
public sealed class HealthChecks(
    IEnumerable<IHealthProbe> probes, IEnumerable<IMailProvider> providers, IOptions<BreakerOptions> options, TimeProvider time, ILogger<HealthChecks> logger)
{
    /// <summary>How old a look may be before the next one is begun.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    /// <summary>How long the first answer of all waits for looks; later ones wait for nothing.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(40);

    private readonly IReadOnlyList<IHealthProbe> _probes = [.. probes, .. providers.Select(provider => new ProviderProbe(provider))];
    private readonly Dictionary<string, HealthPart> _parts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private Task _looking = Task.CompletedTask;
    private DateTimeOffset? _begunAt;

    /// <summary>The answer: 200 while nothing is known to be away, else 503.</summary>
    public async Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        var report = await LookAsync(cancellationToken);
        return Results.Json(report, statusCode: report.Status == HealthReport.Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>What is known now; begins further looks where that is old.</summary>
    public async Task<HealthReport> LookAsync(CancellationToken cancellationToken)
    {
        Task? first = null;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_looking.IsCompleted && !(now - _begunAt < Freshness && now >= _begunAt))
            {
                _begunAt = now;
                _looking = LookAtAllAsync();
                first = _parts.Count == 0 ? _looking : null;
            }
        }

        if (first is not null)
        {
            await Task.WhenAny(first, Task.Delay(FirstWait, time, cancellationToken));
        }

        lock (_lock)
        {
            return HealthReport.Of([.. _probes.Select(probe => _parts.GetValueOrDefault(probe.Name) ?? new HealthPart(probe.Name, IsUp: null, At: null))]);
        }
    }

    private Task LookAtAllAsync() => Task.WhenAll(_probes.Select(LookAtAsync));

    private async Task LookAtAsync(IHealthProbe probe)
    {
        using var limit = new CancellationTokenSource(options.Value.UpcheckTimeout, time);
        var isUp = false;
        try
        {
            isUp = await probe.IsUpAsync(limit.Token);
        }
        catch (Exception error)
        {
            logger.ProbeFailed(probe.Name, error.GetType().Name);
        }

        lock (_lock)
        {
            _parts[probe.Name] = new HealthPart(probe.Name, isUp, time.GetUtcNow());
        }
    }

    private sealed class ProviderProbe(IMailProvider provider) : IHealthProbe
    {
        public string Name => provider.Name;

        public Task<bool> IsUpAsync(CancellationToken cancellationToken) => provider.UpcheckAsync(cancellationToken);
    }
}
