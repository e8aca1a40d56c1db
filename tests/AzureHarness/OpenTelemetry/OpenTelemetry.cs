using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Where telemetry begins.</summary>
    public static class OpenTelemetryServicesExtensions
    {
        /// <summary>A builder; no provider of telemetry is started in the harness.</summary>
        public static OpenTelemetryBuilder AddOpenTelemetry(this IServiceCollection services) => new(services);
    }
}

namespace OpenTelemetry
{
    /// <summary>Builds the telemetry of a host.</summary>
    public sealed class OpenTelemetryBuilder : IOpenTelemetryBuilder
    {
        internal OpenTelemetryBuilder(IServiceCollection services) => Services = services;

        /// <inheritdoc/>
        public IServiceCollection Services { get; }
    }
}

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry
{
    /// <summary>Telemetry of the worker.</summary>
    public static class ConfigureFunctionsOpenTelemetry
    {
        /// <summary>Tells the host to leave the worker's telemetry to the worker.</summary>
        public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder)
        {
            builder.Services.Configure<WorkerOptions>(options => options.Capabilities["WorkerOpenTelemetryEnabled"] = bool.TrueString);
            return builder;
        }
    }
}

namespace Azure.Monitor.OpenTelemetry.Exporter
{
    /// <summary>Where telemetry goes.</summary>
    public class AzureMonitorExporterOptions : ClientOptions
    {
        /// <summary>Which resource.</summary>
        public string? ConnectionString { get; set; }

        /// <summary>As whom; by the connection string alone where null.</summary>
        public TokenCredential? Credential { get; set; }

        /// <summary>The share of traces that is sent, 0 to 1.</summary>
        public float SamplingRatio { get; set; } = 1;

        /// <summary>The most traces a second, in place of a share; null: the share counts.</summary>
        public double? TracesPerSecond { get; set; } = 5;

        /// <summary>Whether live metrics are on.</summary>
        public bool EnableLiveMetrics { get; set; } = true;

        /// <summary>Whether the standard metrics are sent.</summary>
        public bool EnableStandardMetrics { get; set; } = true;

        /// <summary>Whether the machine's counters are sent.</summary>
        public bool EnablePerformanceCounters { get; set; } = true;

        /// <summary>Whether logs follow the sampling of their traces.</summary>
        public bool EnableTraceBasedLogsSampler { get; set; } = true;

        /// <summary>Whether nothing is kept on disk while the service is away.</summary>
        public bool DisableOfflineStorage { get; set; }

        /// <summary>Where it is kept.</summary>
        public string? StorageDirectory { get; set; }
    }

    /// <summary>Telemetry to Azure Monitor.</summary>
    public static class OpenTelemetryBuilderExtensions
    {
        /// <summary>Sends traces, metrics and logs; the harness sends nothing.</summary>
        public static IOpenTelemetryBuilder UseAzureMonitorExporter(this IOpenTelemetryBuilder builder) => builder;

        /// <summary>Sends traces, metrics and logs; the harness sends nothing.</summary>
        public static IOpenTelemetryBuilder UseAzureMonitorExporter(
            this IOpenTelemetryBuilder builder, Action<AzureMonitorExporterOptions> configureAzureMonitor)
        {
            builder.Services.Configure(configureAzureMonitor);
            return builder;
        }
    }
}
