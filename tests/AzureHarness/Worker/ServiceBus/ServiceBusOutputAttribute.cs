using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Sends what a function returns to a queue or a topic.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ServiceBusOutputAttribute(string queueOrTopicName, ServiceBusEntityType entityType = ServiceBusEntityType.Queue) : OutputBindingAttribute
{
    /// <summary>The queue or topic.</summary>
    public string QueueOrTopicName { get; private set; } = queueOrTopicName;

    /// <summary>The prefix of the settings that name the namespace.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether it is a queue or a topic.</summary>
    public ServiceBusEntityType EntityType { get; set; } = entityType;
}

/// <summary>Where messages can be sent.</summary>
public enum ServiceBusEntityType
{
    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A topic.</summary>
    Topic,
}
