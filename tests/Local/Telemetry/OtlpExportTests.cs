using Tipstaff.Tests.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Telemetry;

/// <summary>The real program sends measures, spans and logs by OTLP where its environment asks for it, and nowhere else.</summary>
public sealed class OtlpExportTests : IDisposable
{
    private readonly Installation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Run_EndpointIsSet_MeasuresSpansAndLogsArriveWithTheServicesNameAndVersion()
    {
        await using var receiver = await OtlpReceiver.StartAsync();

        var (process, _) = await _installation.StartAsync(
            ["--court", "nysd", "--feed", $"nysd={receiver.Url}no-feed"],
            [.. Often(receiver), KeyValuePair.Create("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Url.ToString())]);
        await using (process)
        {
            await Until.TrueAsync(
                () => receiver.Taken("/v1/metrics").Contains("schedule_checks", StringComparison.Ordinal) && receiver.Taken("/v1/logs").Length > 0
                    && receiver.Taken("/v1/traces").Contains("fetch", StringComparison.Ordinal),
                () => $"came to {string.Join(", ", receiver.Paths)}: {process.Output}");
        }

        Assert.All(
            ["tipstaff.ticks", "tipstaff.outbox.age", "tipstaff.store.operations", "service.name", "service.version", AppVersion.Running.Number],
            word => Assert.Contains(word, receiver.Taken("/v1/metrics"), StringComparison.Ordinal));
        Assert.Contains("service.version", receiver.Taken("/v1/logs"), StringComparison.Ordinal);
        Assert.All(["check", "fetch", "nysd", "service.version", AppVersion.Running.Number], word => Assert.Contains(word, receiver.Taken("/v1/traces"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_EndpointIsNotSet_NothingIsSent()
    {
        await using var receiver = await OtlpReceiver.StartAsync();

        // An exporter that was there all the same would send to these.
        var (process, url) = await _installation.StartAsync([], Often(receiver));
        await using (process)
        {
            using var client = new HttpClient();
            using var health = await client.GetAsync(new Uri(url, "/health"), TestContext.Current.CancellationToken);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExitAsync());
        }

        Assert.Empty(receiver.Paths);
    }

    [Fact]
    public async Task Run_ReceiverNeverAnswers_TheServiceWorksAndEndsAndSaysSo()
    {
        await using var receiver = await OtlpReceiver.StartAsync(isStalling: true);

        var (process, url) = await _installation.StartAsync([], [.. Often(receiver), KeyValuePair.Create("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.Url.ToString())]);
        await using (process)
        {
            await Until.TrueAsync(() => process.Output.Contains("The OTLP receiver does not take", StringComparison.Ordinal), () => process.Output);
            using var client = new HttpClient();
            using var health = await client.GetAsync(new Uri(url, "/health"), TestContext.Current.CancellationToken);
            process.Terminate();

            Assert.Equal(200, (int)health.StatusCode);
            Assert.Equal(0, await process.WaitForExitAsync());
        }
    }

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("ftp://127.0.0.1")]
    public async Task Run_EndpointIsNoAddress_SaysWhatToDoAndEnds(string endpoint)
    {
        var folder = new TemporaryFolder();

        var (status, _, errors) = await TipstaffProcess.RunAsync(["run", "--data", folder.Combine("data")], [KeyValuePair.Create("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)]);

        Assert.Equal(1, status);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", errors, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:4317", errors, StringComparison.Ordinal);
        folder.Dispose();
    }

    private static KeyValuePair<string, string>[] Often(OtlpReceiver receiver) =>
    [
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_EXPORTER_OTLP_TIMEOUT", "500"),
        new("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", new Uri(receiver.Url, "/v1/metrics").ToString()),
        new("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", new Uri(receiver.Url, "/v1/logs").ToString()),
        new("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", new Uri(receiver.Url, "/v1/traces").ToString()),
        new("OTEL_METRIC_EXPORT_INTERVAL", "200"),
        new("OTEL_BSP_SCHEDULE_DELAY", "200"),
    ];
}
