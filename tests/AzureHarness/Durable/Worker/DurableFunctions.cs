using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tipstaff.AzureHarness;

/// <summary>The orchestrator, activity and entity functions of one instance, and its client: what the worker host hands to the task hub.</summary>
/// <param name="app">The instance.</param>
/// <param name="version">host.json's <c>extensions.durableTask.defaultVersion</c>; null where versioning is not configured.</param>
public sealed class DurableFunctions(FunctionApp app, string? version) : ITriggerHandler, IParameterBinder, IDurableWorker
{
    private readonly Dictionary<(DurableWorkKind Kind, string Name), FunctionDescriptor> _functions = [];
    private DurableJson? _json;

    /// <inheritdoc/>
    public string Instance => app.Instance;

    /// <inheritdoc/>
    public bool IsAlive => app.IsAlive;

    /// <inheritdoc/>
    public string? Version => version;

    /// <inheritdoc/>
    public DurableJson Json => _json ??= new DurableJson(app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer);

    /// <inheritdoc/>
    public ILoggerFactory LoggerFactory => app.Services.GetRequiredService<ILoggerFactory>();

    /// <inheritdoc/>
    public bool Handles(Attribute trigger) => trigger is OrchestrationTriggerAttribute or ActivityTriggerAttribute or EntityTriggerAttribute;

    /// <inheritdoc/>
    public void Add(FunctionDescriptor function)
    {
        var (kind, name, type) = function.Trigger switch
        {
            OrchestrationTriggerAttribute trigger =>
                (DurableWorkKind.Orchestration, trigger.Orchestration, (Type?)typeof(TaskOrchestrationContext)),
            ActivityTriggerAttribute trigger => (DurableWorkKind.Activity, trigger.Activity, null),
            EntityTriggerAttribute trigger => (DurableWorkKind.Entity, trigger.EntityName, typeof(TaskEntityDispatcher)),
            _ => throw new InvalidOperationException($"'{function.Name}' has no trigger of Durable."),
        };
        if (type is not null && function.Parameter.ParameterType != type)
            throw new InvalidOperationException($"'{function.Name}': '{function.Parameter.Name}' must be a {type.Name}.");

        if (!_functions.TryAdd((kind, KeyOf(name ?? function.Name)), function))
            throw new InvalidOperationException($"Two functions serve the {kind} '{name ?? function.Name}'.");
    }

    /// <inheritdoc/>
    public Task StartAsync()
    {
        if (_functions.Count > 0)
            app.Cloud.Durable.Attach(this);

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync() => app.Cloud.Durable.DetachAsync(this);

    /// <inheritdoc/>
    public bool TryBind(ParameterInfo parameter, Invocation invocation, out object? value)
    {
        var isClient = parameter.ParameterType == typeof(DurableTaskClient)
            && parameter.GetCustomAttribute<DurableClientAttribute>() is not null;
        value = isClient ? app.Cloud.Durable.ClientOf(app.Instance, version, Json) : null;
        return isClient;
    }

    /// <inheritdoc/>
    public bool Has(DurableWorkKind kind, string name) => _functions.ContainsKey((kind, KeyOf(name)));

    /// <inheritdoc/>
    public Task<object?> RunOrchestratorAsync(string name, TaskOrchestrationContext context)
    {
        var function = _functions[(DurableWorkKind.Orchestration, KeyOf(name))];
        return app.InvokeAsync(function, new Invocation
        {
            TriggerValue = context,
            ByName = InputsOf(function).ToDictionary(
                parameter => parameter.Name!,
                parameter => ((OrchestratorRun)context).GetInput(parameter.ParameterType),
                StringComparer.OrdinalIgnoreCase),
            IsTimed = false,
        });
    }

    /// <inheritdoc/>
    public Task<object?> RunActivityAsync(string name, ActivityWork work)
    {
        var function = _functions[(DurableWorkKind.Activity, KeyOf(name))];
        return app.InvokeAsync(function, new Invocation { TriggerValue = InputOf(function, work) });
    }

    /// <inheritdoc/>
    public async Task RunEntityAsync(string name, EntityWork work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var function = _functions[(DurableWorkKind.Entity, KeyOf(name))];
        await app.InvokeAsync(function, new Invocation { TriggerValue = work.DispatcherWith(scope.ServiceProvider) });
    }

    private static object? InputOf(FunctionDescriptor function, ActivityWork work)
    {
        try
        {
            return work.Json.Read(work.InputJson, function.Parameter.ParameterType);
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"The input of the activity '{function.Name}' could not be read.", error);
        }
    }

    /// <summary>The parameters of an orchestrator that take its input: what is bound in no other way.</summary>
    private static IEnumerable<ParameterInfo> InputsOf(FunctionDescriptor function) => function.Method.GetParameters().Where(parameter =>
        parameter.Name != function.Parameter.Name
        && parameter.ParameterType != typeof(FunctionContext)
        && parameter.ParameterType != typeof(CancellationToken)
        && parameter.GetCustomAttribute<DurableClientAttribute>() is null);

    private static string KeyOf(string name) => name.ToLowerInvariant();
}
