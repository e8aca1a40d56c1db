using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tipstaff.Local.Commands;
using Tipstaff.Measures;
using Tipstaff.Tracing;

namespace Tipstaff.Local.Telemetry;

/// <summary>Sends measures, traces and logs by OTLP to where <see cref="EndpointVariable"/> says; without it nothing is collected.</summary>
/// <remarks>
/// The exporter heeds the other variables of the OpenTelemetry specification itself. It has threads and bounded queues of its own: nothing
/// waits for a receiver that is away, and what it did not take is dropped.
/// </remarks>
internal sealed class OtlpExport : IHostedService, IDisposable
{
    /// <summary>The variable of the specification that turns it on.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // A service manager does not wait long for a process to end.
    private const int LastFlushMilliseconds = 2_000;

    private readonly OtlpTrouble _trouble;
    private MeterProvider? _metrics;
    private TracerProvider? _traces;

    /// <param name="logger">Is told, now and then, that a receiver takes nothing.</param>
    /// <param name="time">Says when it was told last.</param>
    public OtlpExport(ILogger<OtlpExport> logger, TimeProvider time) => _trouble = new OtlpTrouble(logger, time);

    /// <summary>Adds it to a service whose environment asks for it.</summary>
    /// <exception cref="CommandFailure">The variable is no address.</exception>
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (builder.Configuration[EndpointVariable] is not { Length: > 0 } endpoint)
        {
            return;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
        {
            throw new CommandFailure(
                $"{EndpointVariable} is no address that begins with http:// or https://: set it to that of the OTLP receiver, http://127.0.0.1:4317, or take it away.");
        }

        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(Resource());
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter();
        });
        builder.Services.AddHostedService<OtlpExport>();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(TipstaffMeter.Name).AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Spans.SourceName).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _metrics?.Shutdown(LastFlushMilliseconds), cancellationToken),
        Task.Run(() => _traces?.Shutdown(LastFlushMilliseconds), cancellationToken));

    /// <inheritdoc/>
    public void Dispose()
    {
        _metrics?.Dispose();
        _traces?.Dispose();
        _trouble.Dispose();
    }

    // What the environment says of the service has the last word.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("tipstaff", serviceVersion: AppVersion.Running.ToString())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
