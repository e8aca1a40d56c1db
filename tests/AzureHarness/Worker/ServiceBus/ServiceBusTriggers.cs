using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Tipstaff.AzureHarness;

/// <summary>Starts functions by the messages of queues, each by a listener of its own, set as attribute and host.json say.</summary>
internal sealed class ServiceBusTriggers(FunctionApp app) : ITriggerHandler
{
    private readonly List<ServiceBusListener> _listeners = [];

    public bool Handles(Attribute trigger) => trigger is ServiceBusTriggerAttribute;

    public void Add(FunctionDescriptor function)
    {
        var trigger = (ServiceBusTriggerAttribute)function.Trigger;
        if (trigger.QueueName is null || trigger.IsSessionsEnabled || trigger.IsBatched)
        {
            throw new InvalidOperationException($"Function {function.Name}: the harness has no topics, sessions or batches.");
        }

        CheckConnection(function.Name, trigger.Connection ?? "AzureWebJobsServiceBus");
        var queue = HostJson.Resolve(trigger.QueueName, app.Setting);
        var listener = new ServiceBusListener(
            app.Cloud,
            app.Instance,
            queue,
            (message, actions, cancellationToken) => app.InvokeAsync(function, new Invocation
            {
                TriggerValue = ValueOf(function, message),
                ByType = new Dictionary<Type, object?> { [typeof(ServiceBusMessageActions)] = actions },
                ByName = NamesOf(message),
                CancellationToken = cancellationToken,
            }),
            SettingsOf(trigger),
            app.Time);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger($"Host.Triggers.ServiceBus.{function.Name}");
        listener.Failed = error => logger.LogError(error, "Message processing error ({Queue})", queue);
        _listeners.Add(listener);
    }

    public Task StartAsync()
    {
        _listeners.ForEach(listener => listener.Start());
        return Task.CompletedTask;
    }

    public Task StopAsync() => Task.WhenAll(_listeners.Select(listener => listener.StopAsync()));

    public void Die() => _listeners.ForEach(listener => listener.Die());

    private ServiceBusListenerSettings SettingsOf(ServiceBusTriggerAttribute trigger)
    {
        const string section = "extensions:serviceBus";
        var host = app.HostJson;
        var usual = new ServiceBusListenerSettings();
        return new ServiceBusListenerSettings
        {
            MaxConcurrentCalls = host.Get($"{section}:maxConcurrentCalls", usual.MaxConcurrentCalls),
            PrefetchCount = host.Get($"{section}:prefetchCount", 0),
            AutoComplete = trigger.WrittenAutoComplete ?? host.Get($"{section}:autoCompleteMessages", usual.AutoComplete),
            MaxAutoLockRenewalDuration = host.Get($"{section}:maxAutoLockRenewalDuration", usual.MaxAutoLockRenewalDuration),
        };
    }

    private void CheckConnection(string function, string connection)
    {
        var host = app.Setting($"{connection}__fullyQualifiedNamespace")
            ?? throw new InvalidOperationException($"Function {function}: the setting {connection}__fullyQualifiedNamespace is not set.");
        if (!AzureCloud.TryFind(host, out var cloud, out _) || cloud != app.Cloud)
        {
            throw new InvalidOperationException($"Function {function}: {connection} names {host}, which is not in its cloud.");
        }
    }

    private object? ValueOf(FunctionDescriptor function, ServiceBusReceivedMessage message)
    {
        var type = function.Parameter.ParameterType;
        return type switch
        {
            _ when type == typeof(ServiceBusReceivedMessage) => message,
            _ when type == typeof(BinaryData) => message.Body,
            _ when type == typeof(string) => message.Body.ToString(),
            _ when type == typeof(byte[]) => message.Body.ToArray(),
            _ => app.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Serializer!
                .Deserialize(message.Body.ToStream(), type, CancellationToken.None),
        };
    }

    private static Dictionary<string, object?> NamesOf(ServiceBusReceivedMessage message) => new(StringComparer.OrdinalIgnoreCase)
    {
        ["MessageId"] = message.MessageId,
        ["CorrelationId"] = message.CorrelationId,
        ["DeliveryCount"] = message.DeliveryCount,
        ["SequenceNumber"] = message.SequenceNumber,
    };
}
