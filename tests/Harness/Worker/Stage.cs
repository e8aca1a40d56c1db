using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Worker;

/// <summary>A cloud on virtual time, with instances of small apps in it, each in a context of its own.</summary>
internal sealed class Stage : IDisposable
{
    private readonly VirtualContext _outside;

    public Stage(string hostJson = """{ "extensions": { "http": { "routePrefix": "" } } }""")
    {
        Time = new VirtualTime(Some.Monday9Am);
        _outside = new VirtualContext(Time);
        Cloud = new AzureCloud(ClockIn(_outside)) { HostJson = HostJson.Parse(hostJson) };
    }

    public VirtualTime Time { get; }

    public AzureCloud Cloud { get; }

    /// <summary>What the functions of a test have done, in order.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>Starts an instance whose program does nothing but what it is told.</summary>
    public FunctionApp Start(
        string instance,
        Type functions,
        Dictionary<string, string>? settings = null,
        Action<FunctionsApplicationBuilder>? program = null)
    {
        var context = new VirtualContext(Time);
        return Do(
            () => FunctionApp.StartAsync(
                Cloud,
                instance,
                args =>
                {
                    var builder = FunctionsApplication.CreateBuilder(args);
                    builder.ConfigureFunctionsWebApplication();
                    builder.Services.AddSingleton(Seen);
                    program?.Invoke(builder);
                    builder.Build().Run();
                },
                [functions],
                settings,
                adjust: null,
                ClockIn(context)),
            context);
    }

    /// <summary>Does something now, and returns what came of it.</summary>
    public T Do<T>(Func<Task<T>> work, VirtualContext? context = null, TimeSpan within = default)
    {
        Task<T>? done = null;
        (context ?? _outside).Start(() =>
        {
            done = work();
            return Task.CompletedTask;
        });
        RunFor(within);
        return done is { IsCompleted: true }
            ? done.GetAwaiter().GetResult()
            : throw new TimeoutException("It has not come to an end.");
    }

    /// <summary>Begins something that may take its time.</summary>
    public Task Begin(Func<Task> work)
    {
        Task? begun = null;
        _outside.Start(() =>
        {
            begun = work();
            return Task.CompletedTask;
        });
        RunFor(TimeSpan.Zero);
        return begun!;
    }

    public void RunFor(TimeSpan span) => Time.RunUntil(Time.Now + span);

    /// <summary>The moment, as the functions of a test write it down.</summary>
    public static string Moment(TimeProvider time) => time.GetUtcNow().ToString("HH:mm:ss");

    public void Dispose() => Cloud.Dispose();

    private MachineClock ClockIn(VirtualContext context) => new(Time, context, () => TimeSpan.Zero);
}
