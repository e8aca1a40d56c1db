using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>What the Azure head exports: each trace and error, and no token of a link.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Request = "Request starting HTTP/1.1 GET https://alerts.example.com/manage?token=c2VjcmV0";

    private readonly CloudBench _bench = new();
    private readonly LogLines _exported = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Start_Exporter_LeavesNoTraceOrErrorOut()
    {
        _bench.Start();

        var exporter = _bench.App.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value;
        Assert.Null(exporter.TracesPerSecond);
        Assert.Equal(1, exporter.SamplingRatio);
        Assert.False(exporter.EnableTraceBasedLogsSampler);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Start_EverythingLogged_NoAddressOfARequest(bool isProviderNamed)
    {
        string[] telling = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];
        _bench.Start(services => services.AddLogging(logging =>
        {
            logging.AddProvider(_exported).SetMinimumLevel(LogLevel.Trace);
            foreach (var category in telling)
            {
                _ = isProviderNamed ? logging.AddFilter<LogLines>(category, LogLevel.Trace) : logging.AddFilter(category, LogLevel.Trace);
            }
        }));
        var factory = _bench.App.Services.GetRequiredService<ILoggerFactory>();
        foreach (var category in telling)
        {
            factory.CreateLogger(category).Log(LogLevel.Information, Request);
        }

        factory.CreateLogger("Tipstaff").Log(LogLevel.Trace, "Everything is logged");

        Assert.Contains(_exported.Lines, line => line.Contains("Everything is logged", StringComparison.Ordinal));
        Assert.DoesNotContain(_exported.Lines, line => line.Contains("token=", StringComparison.Ordinal));
    }
}
