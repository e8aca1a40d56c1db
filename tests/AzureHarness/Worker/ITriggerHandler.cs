using System.Reflection;

namespace Tipstaff.AzureHarness;

/// <summary>What starts the functions of one kind of trigger on one instance of the app.</summary>
/// <remarks>
/// The instance makes one handler of each kind at its start, gives it its functions, starts it, and stops it when the instance
/// drains. When the instance is killed its clock fires no timer, its cloud calls never return, and
/// <see cref="FunctionApp.InvokeAsync"/> neither.
/// </remarks>
public interface ITriggerHandler
{
    /// <summary>Whether functions with this trigger are its.</summary>
    bool Handles(Attribute trigger);

    /// <summary>Takes a function that it handles.</summary>
    /// <exception cref="InvalidOperationException">The host would refuse it; the message says why.</exception>
    void Add(FunctionDescriptor function);

    /// <summary>Begins to start its functions.</summary>
    Task StartAsync();

    /// <summary>Starts nothing more, and waits for what runs.</summary>
    Task StopAsync();

    /// <summary>The instance is dead: the cloud offers it nothing more.</summary>
    void Die()
    {
    }
}

/// <summary>Gives values to parameters that are not the trigger's, such as <c>[DurableClient]</c>.</summary>
public interface IParameterBinder
{
    /// <summary>Binds a parameter that it knows by attribute or type.</summary>
    bool TryBind(ParameterInfo parameter, Invocation invocation, out object? value);
}

/// <summary>A function of the app, as its attributes tell.</summary>
/// <param name="Name">Its name, unique within the app.</param>
/// <param name="Method">The method.</param>
/// <param name="Parameter">The parameter that bears the trigger.</param>
/// <param name="Trigger">The trigger's attribute.</param>
public sealed record FunctionDescriptor(string Name, MethodInfo Method, ParameterInfo Parameter, Attribute Trigger);

/// <summary>What a trigger hands to one invocation.</summary>
public sealed class Invocation
{
    /// <summary>The value of the parameter that bears the trigger; used as it is.</summary>
    public required object? TriggerValue { get; init; }

    /// <summary>Values for further parameters, found by type: <c>ServiceBusMessageActions</c>, <c>HttpRequest</c>.</summary>
    public IReadOnlyDictionary<Type, object?> ByType { get; init; } = new Dictionary<Type, object?>();

    /// <summary>Values for further parameters, found by name and made to fit their type: route values, an orchestration's input.</summary>
    public IReadOnlyDictionary<string, object?> ByName { get; init; } = new Dictionary<string, object?>();

    /// <summary>What middleware finds in <c>context.Items</c>.</summary>
    public IReadOnlyDictionary<object, object> Items { get; init; } = new Dictionary<object, object>();

    /// <summary>Told of the services of the invocation's scope.</summary>
    internal Action<IServiceProvider>? Before { get; init; }

    /// <summary>What is done with the function's result while its scope still stands: writing an answer.</summary>
    internal Func<object?, Task>? AfterAsync { get; init; }

    /// <summary>
    /// Whether <c>functionTimeout</c> ends it and the instance waits for it before it stops. An orchestrator may wait for ever: it
    /// is given up between its steps.
    /// </summary>
    public bool IsTimed { get; init; } = true;

    /// <summary>Given up by whoever started it; the instance's own end is added to it.</summary>
    public CancellationToken CancellationToken { get; init; }
}
