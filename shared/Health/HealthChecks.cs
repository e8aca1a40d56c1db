using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Mail;

namespace Tipstaff.Health;

/// <summary><c>GET /health</c>: what the last looks at store, queue and mail providers showed, and how old they are. Answers at once, whoever stalls.</summary>
/// <remarks>
/// An answer waits for no look: it begins those that are due and tells of the ones before. Only where nothing is known at all, as in a
/// process that has just begun, it gives the first looks a moment; what has not answered then is <see cref="HealthReport.Unknown"/>,
/// and that is no failure: whoever asks a head that is started by being asked would else hear of nothing but failures.
/// </remarks>
public sealed class HealthChecks(
    IEnumerable<IHealthProbe> probes, IEnumerable<IMailProvider> providers, CanaryStanding canary, IOptions<BreakerOptions> options, TimeProvider time, ILogger<HealthChecks> logger)
{
    /// <summary>How old a look may be when somebody asks before the next one is begun.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(10);

    /// <summary>How often a head that always runs looks unasked: seldom enough for mail servers not to mind.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>How long an answer waits while nothing is known; later ones wait for nothing.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(40);

    private readonly IReadOnlyList<CachedProbe> _probes =
    [
        .. probes.Concat(providers.Select(provider => new ProviderProbe(provider)))
            .Select(probe => new CachedProbe(probe, options.Value.UpcheckTimeout, time, logger)),
    ];

    /// <summary>The answer: 200 while nothing is known to be away, else 503.</summary>
    public async Task<IResult> GetAsync(CancellationToken cancellationToken)
    {
        var report = await LookAsync(cancellationToken);
        return Results.Json(report, statusCode: report.Status == HealthReport.Down ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    /// <summary>What is known now; begins further looks where that is old.</summary>
    public async Task<HealthReport> LookAsync(CancellationToken cancellationToken)
    {
        var isAnyKnown = _probes.Any(probe => probe.IsKnown);
        var looking = RefreshAsync();
        if (!isAnyKnown)
        {
            await Task.WhenAny(looking, Task.Delay(FirstWait, time, cancellationToken));
        }

        var now = time.GetUtcNow();
        return HealthReport.Of(AppVersion.Running, [.. _probes.Select(probe => probe.PartAt(now))]) with { Canary = canary.Now };
    }

    /// <summary>Looks at the parts of which what is known is old. For a schedule that does not hang on anybody asking.</summary>
    /// <returns>Ends when each has answered or had its time; throws nothing.</returns>
    public Task RefreshAsync() => Task.WhenAll([.. _probes.Select(probe => probe.LookAsync(Freshness)), canary.LookAsync(Freshness)]);

    private sealed class ProviderProbe(IMailProvider provider) : IHealthProbe
    {
        public string Name => provider.Name;

        public Task<bool> IsUpAsync(CancellationToken cancellationToken) => provider.UpcheckAsync(cancellationToken);
    }
}
