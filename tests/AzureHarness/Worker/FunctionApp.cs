using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Tipstaff.AzureHarness;

/// <summary>One instance of the app, running in a cloud.</summary>
public sealed class FunctionApp
{
    private FunctionApp(AzureCloud cloud, string instance, TimeProvider time, IServiceProvider services) =>
        (Cloud, Instance, Time, Services) = (cloud, instance, time, services);

    /// <summary>The cloud that it runs in.</summary>
    public AzureCloud Cloud { get; }

    /// <summary>Its name, by which its endpoints and cloud calls bear it. No name is used twice in a cloud.</summary>
    public string Instance { get; }

    /// <summary>Its clock; its timers end with it.</summary>
    public TimeProvider Time { get; }

    /// <summary>The services that its Program.cs has set up.</summary>
    public IServiceProvider Services { get; }

    /// <summary>False once it was killed.</summary>
    public bool IsAlive { get; private set; } = true;

    /// <summary>Starts an instance: runs the app's entry point, starts its hosted services, and then its triggers.</summary>
    public static Task<FunctionApp> StartAsync(
        AzureCloud cloud,
        string instance,
        Assembly app,
        IReadOnlyDictionary<string, string> settings,
        Action<IServiceCollection>? adjust = null,
        TimeProvider? time = null) => throw new NotSupportedException();

    /// <summary>Runs a function once, through the middleware, in a scope of its own.</summary>
    /// <returns>What it returned, awaited; null where it returns nothing.</returns>
    public Task<object?> InvokeAsync(FunctionDescriptor function, Invocation invocation) => throw new NotSupportedException();
}
