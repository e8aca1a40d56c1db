using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Options;

namespace Tipstaff.AzureHarness;

public sealed partial class FunctionApp
{
    /// <summary>The kinds of trigger that the host knows.</summary>
    private static readonly Func<FunctionApp, ITriggerHandler>[] Kinds =
    [
        app => new TimerTriggers(app),
        app => new HttpTriggers(app),
        app => new ServiceBusTriggers(app),
        app => new DurableFunctions(app, app.HostJson.Get<string?>("extensions:durableTask:defaultVersion", null)),
    ];

    /// <summary>Starts an instance: runs the app's entry point, starts its hosted services, and then its triggers.</summary>
    /// <param name="cloud">Where it runs.</param>
    /// <param name="instance">Its name; new in this cloud.</param>
    /// <param name="app">The app.</param>
    /// <param name="settings">Its settings, as environment variables are named: <c>Mail__Providers</c>.</param>
    /// <param name="adjust">Changes services just before the host is built.</param>
    /// <param name="time">Its clock; the cloud's unless given. Found in place by Program.cs.</param>
    /// <exception cref="InvalidOperationException">host.json or a trigger names a setting that is not set.</exception>
    /// <exception cref="Exception">Whatever the app throws while it starts; the instance is then dead.</exception>
    public static Task<FunctionApp> StartAsync(
        AzureCloud cloud,
        string instance,
        Assembly app,
        IReadOnlyDictionary<string, string> settings,
        Action<IServiceCollection>? adjust = null,
        TimeProvider? time = null) =>
        StartAsync(cloud, instance, args => RunEntryPoint(app, args), () => FunctionFinder.Find(app), settings, adjust, time);

    /// <summary>Starts an instance of an app that is no assembly of its own.</summary>
    internal static Task<FunctionApp> StartAsync(
        AzureCloud cloud,
        string instance,
        Action<string[]> program,
        IReadOnlyList<Type> functions,
        IReadOnlyDictionary<string, string>? settings = null,
        Action<IServiceCollection>? adjust = null,
        TimeProvider? time = null) =>
        StartAsync(
            cloud, instance, program, () => FunctionFinder.Find(functions), settings ?? new Dictionary<string, string>(), adjust, time);

    private static async Task<FunctionApp> StartAsync(
        AzureCloud cloud,
        string instance,
        Action<string[]> program,
        Func<IReadOnlyList<FunctionDescriptor>> find,
        IReadOnlyDictionary<string, string> settings,
        Action<IServiceCollection>? adjust,
        TimeProvider? time)
    {
        cloud.Begin(instance);
        FunctionApp? started = null;
        try
        {
            var functions = find();
            var clock = new InstanceClock(time ?? cloud.Time, cloud, instance);
            started = new FunctionApp(cloud, instance, clock, settings, new ProgramRun(clock, settings, adjust).Run(program));
            await started.StartServicesAsync();
            started.Take(functions);
            foreach (var trigger in started._triggers)
            {
                await trigger.StartAsync();
            }

            return started;
        }
        catch
        {
            cloud.End(instance);
            started?._triggers.ForEach(trigger => trigger.Die());
            throw;
        }
    }

    private static void RunEntryPoint(Assembly app, string[] args)
    {
        var entry = app.EntryPoint ?? throw new InvalidOperationException($"{app.GetName().Name} has no entry point.");
        entry.Invoke(
            null, BindingFlags.DoNotWrapExceptions, binder: null, entry.GetParameters().Length == 0 ? [] : [args], culture: null);
    }

    private void Take(IReadOnlyList<FunctionDescriptor> functions)
    {
        Functions = functions;
        var binders = _triggers.OfType<IParameterBinder>().ToArray();
        foreach (var function in functions)
        {
            var handler = _triggers.Find(trigger => trigger.Handles(function.Trigger))
                ?? throw new InvalidOperationException($"Function {function.Name}: no trigger {function.Trigger.GetType().Name} is known.");
            handler.Add(function);
            _calls.Add(function.Name, new FunctionCall(function, binders));
        }
    }

    // The host's own start leaves the synchronization context as soon as anything in it has to wait.
    private async Task StartServicesAsync()
    {
        Services.GetService<IStartupValidator>()?.Validate();
        var hosted = Services.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(CancellationToken.None);
        }

        (Services.GetService<IHostApplicationLifetime>() as ApplicationLifetime)?.NotifyStarted();
    }

    private async Task StopServicesAsync()
    {
        var lifetime = Services.GetService<IHostApplicationLifetime>();
        lifetime?.StopApplication();
        foreach (var service in Services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        (lifetime as ApplicationLifetime)?.NotifyStopped();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}
