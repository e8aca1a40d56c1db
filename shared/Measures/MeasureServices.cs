using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tipstaff.Measures;

/// <summary>Registers the measures.</summary>
public static class MeasureServices
{
    /// <summary>The one meter of a service, and the factory that made it; a second time adds nothing.</summary>
    public static IServiceCollection AddMeasures(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<TipstaffMeter>();
        return services;
    }
}
