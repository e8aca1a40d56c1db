using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class FunctionAppTests : IDisposable
{
    private readonly Stage _stage = new();

    [Fact]
    public void Start_Settings_AreConfiguration()
    {
        var app = _stage.Start("a", typeof(Minutely), new() { ["Mail__Providers"] = "acs,smtp" });

        Assert.Equal("acs,smtp", app.Services.GetRequiredService<IConfiguration>()["Mail:Providers"]);
    }

    [Fact]
    public void Start_ClockOfTheApp_IsTheGivenOne()
    {
        var app = _stage.Start("a", typeof(Minutely), program: builder => builder.Services.TryAddSingleton(TimeProvider.System));

        Assert.Equal(_stage.Time.Now, app.Services.GetRequiredService<TimeProvider>().GetUtcNow());
    }

    [Fact]
    public void Start_InvalidOptions_ThrowsWithTheAppsMessage()
    {
        static void Program(FunctionsApplicationBuilder builder) => builder.Services.AddOptions<HostOptions>()
            .Validate(_ => false, "Mail__Providers is empty.").ValidateOnStart();

        var error = Assert.ThrowsAny<Exception>(() => _stage.Start("a", typeof(Minutely), program: Program));

        Assert.Contains("Mail__Providers is empty.", error.Message);
    }

    [Fact]
    public void Start_Telemetry_TellsTheHostAndStartsNothing()
    {
        var app = _stage.Start("a", typeof(Minutely), program: builder => builder.Services.AddOpenTelemetry()
            .UseFunctionsWorkerDefaults()
            .UseAzureMonitorExporter(options => options.SamplingRatio = 0.1f)
            .ConfigureResource(resource => resource.AddService("tipstaff"))
            .WithTracing(tracing => tracing.AddSource("Tipstaff")));

        Assert.Contains("WorkerOpenTelemetryEnabled", app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities);
        Assert.Equal(0.1f, app.Services.GetRequiredService<IOptions<AzureMonitorExporterOptions>>().Value.SamplingRatio);
        Assert.Empty(app.Services.GetServices<IHostedService>());
    }

    [Fact]
    public void Start_HostedServices_StartBeforeTriggersAndStopAfterThem()
    {
        var app = _stage.Start("a", typeof(Minutely), program: builder => builder.Services.AddHostedService<Hosted>());

        _stage.RunFor(TimeSpan.FromMinutes(1));
        _ = _stage.Begin(() => app.StopAsync());

        Assert.Equal(["hosted starts", "runs", "hosted stops"], _stage.Seen);
    }

    [Fact]
    public async Task Start_Adjust_HasTheLastWord()
    {
        using var cloud = new AzureCloud(TimeProvider.System) { HostJson = HostJson.Parse("{}") };

        var app = await FunctionApp.StartAsync(
            cloud, "a", SomePrograms.WithHttp, [], adjust: services => services.AddSingleton("adjusted"));

        Assert.Equal("adjusted", app.Services.GetRequiredService<string>());
    }

    [Fact]
    public async Task Start_AssemblyWithoutEntryPoint_Throws()
    {
        using var cloud = new AzureCloud(TimeProvider.System);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => FunctionApp.StartAsync(cloud, "a", typeof(AzureCloud).Assembly, new Dictionary<string, string>()));

        Assert.Contains("no entry point", error.Message);
    }

    [Fact]
    public async Task Start_ProgramThatRunsNothing_Throws()
    {
        using var cloud = new AzureCloud(TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => FunctionApp.StartAsync(cloud, "a", SomePrograms.ThatDoesNothing, []));
    }

    [Fact]
    public void Start_NameUsedBefore_Throws()
    {
        _stage.Start("a", typeof(Minutely)).Kill();

        Assert.Throws<ArgumentException>(() => _stage.Start("a", typeof(Minutely)));
    }

    [Theory]
    [InlineData(typeof(Twice), "AZFW0017")]
    [InlineData(typeof(Untriggered), "0 triggers")]
    [InlineData(typeof(Unknown), "UnknownTriggerAttribute")]
    [InlineData(typeof(NotPublic), "not public")]
    [InlineData(typeof(AsyncVoid), "async void")]
    public void Start_FunctionThatTheHostRefuses_Throws(Type functions, string named)
    {
        var error = Assert.Throws<InvalidOperationException>(() => _stage.Start("a", functions));

        Assert.Contains(named, error.Message);
    }

    [Fact]
    public async Task Start_HttpNotSetUp_Throws()
    {
        using var cloud = new AzureCloud(TimeProvider.System) { HostJson = HostJson.Parse("{}") };

        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => FunctionApp.StartAsync(cloud, "a", SomePrograms.WithoutHttp, [typeof(SomeRoutes.Unprefixed)]));

        Assert.Contains("ConfigureFunctionsWebApplication", error.Message);
    }

    public void Dispose() => _stage.Dispose();

    public sealed class Minutely(List<string> seen)
    {
        [Function("Minutely")]
        public void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => seen.Add("runs");
    }

    public static class Twice
    {
        [Function("Same")]
        public static void One([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.NotNull(timer);

        [Function("same")]
        public static void Other([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class Untriggered
    {
        [Function("Untriggered")]
        public static void Run(TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class Unknown
    {
        [Function("Unknown")]
        public static void Run([UnknownTrigger] string value) => Assert.NotNull(value);
    }

    public static class NotPublic
    {
        [Function("NotPublic")]
        internal static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => Assert.NotNull(timer);
    }

    public static class AsyncVoid
    {
        [Function("AsyncVoid")]
        public static async void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => await Task.Yield();
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class UnknownTriggerAttribute : Microsoft.Azure.Functions.Worker.Extensions.Abstractions.TriggerBindingAttribute;

    private sealed class Hosted(List<string> seen) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            seen.Add("hosted starts");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            seen.Add("hosted stops");
            return Task.CompletedTask;
        }
    }
}
