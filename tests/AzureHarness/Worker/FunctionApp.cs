using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tipstaff.AzureHarness;

/// <summary>One instance of the app, running in a cloud: its host, its triggers, and what runs in it.</summary>
/// <remarks>All of it runs on the synchronization context on which it was started, whoever calls; it starts no thread.</remarks>
public sealed partial class FunctionApp
{
    private readonly SynchronizationContext? _context = SynchronizationContext.Current;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource _killed = new();
    private readonly Dictionary<string, FunctionCall> _calls = new(StringComparer.OrdinalIgnoreCase);
    private readonly IHost _host;
    private readonly FunctionPipeline _pipeline;
    private readonly List<ITriggerHandler> _triggers;
    private readonly RunningCount _running = new();

    private readonly Dictionary<string, string> _settings;

    private FunctionApp(AzureCloud cloud, string instance, TimeProvider time, IReadOnlyDictionary<string, string> settings, IHost host)
    {
        (Cloud, Instance, Time, _host) = (cloud, instance, time, host);
        _settings = settings.ToDictionary(setting => ProgramRun.KeyOf(setting.Key), setting => setting.Value, StringComparer.OrdinalIgnoreCase);
        HostJson = cloud.HostJson.For(Setting);
        _pipeline = Services.GetRequiredService<FunctionPipeline>();
        _triggers = [.. Kinds.Select(kind => kind(this))];
    }

    /// <summary>The cloud that it runs in.</summary>
    public AzureCloud Cloud { get; }

    /// <summary>Its name, by which its endpoints and cloud calls bear it. No name is used twice in a cloud.</summary>
    public string Instance { get; }

    /// <summary>Its clock; its timers end with it.</summary>
    public TimeProvider Time { get; }

    /// <summary>What host.json said when it started, with the values of the settings that it names.</summary>
    public HostJson HostJson { get; }

    /// <summary>The services that its Program.cs has set up.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>Its functions, by name.</summary>
    public IReadOnlyList<FunctionDescriptor> Functions { get; private set; } = [];

    /// <summary>False once it was killed.</summary>
    public bool IsAlive => Cloud.EndOf(Instance) is null;

    /// <summary>Told of each function that threw, with what it threw.</summary>
    public Action<FunctionDescriptor, Exception>? OnFailure { get; set; }

    /// <summary>Told when <c>functionTimeout</c> has killed it; whoever keeps instances starts another.</summary>
    public Action<FunctionApp>? OnTimeout { get; set; }

    /// <summary>One of its settings, as the host sees them: whatever Program.cs adds to its configuration is the app's alone.</summary>
    internal string? Setting(string name) => _settings.GetValueOrDefault(ProgramRun.KeyOf(name));

    /// <summary>Whether Program.cs has set up HTTP.</summary>
    internal bool AnswersHttp => _pipeline.AnswersHttp;

    /// <summary>Done when it is killed.</summary>
    internal Task Killed => _killed.Task;

    /// <summary>Ends it at once, as when its machine is taken away: nothing of it goes on.</summary>
    public void Kill()
    {
        if (IsAlive)
        {
            Cloud.End(Instance);
            _triggers.ForEach(trigger => trigger.Die());
            _killed.SetResult();
        }
    }

    /// <summary>Ends it in good order: its triggers take nothing more, what runs is told and ends, its services stop.</summary>
    /// <param name="grace">How long what runs may go on before its tokens fire.</param>
    public Task StopAsync(TimeSpan grace = default) => Task.WhenAny(
        Killed,
        InItsContextAsync(async () =>
        {
            var stopped = Task.WhenAll(_triggers.Select(trigger => trigger.StopAsync()));
            var none = _running.NoneAsync();
            if (grace > TimeSpan.Zero)
            {
                await Task.WhenAny(none, Task.Delay(grace, Time));
            }

            _ending.Cancel();
            await none;
            await stopped;
            await StopServicesAsync();
            Kill();
            return true;
        })).Unwrap();

    /// <summary>Runs work of this instance where all of it runs.</summary>
    internal async Task<T> InItsContextAsync<T>(Func<Task<T>> work)
    {
        // An orchestrator's turn is taken there already, in a context of its own that it may not leave.
        if (_context is null || SynchronizationContext.Current == _context || SynchronizationContext.Current is EpisodeContext)
        {
            return await work();
        }

        var done = new TaskCompletionSource<T>();
        _context.Post(_ => _ = SeeThroughAsync(work, done), null);
        return await done.Task;
    }

    private static async Task SeeThroughAsync<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await work());
        }
        catch (Exception error)
        {
            done.SetException(error);
        }
    }
}
