using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks the parameter by which messages of a queue or of a topic's subscription start a function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Listens to a queue, or to its dead letters (<c>queue/$deadletterqueue</c>).</summary>
    public ServiceBusTriggerAttribute(string queueName) => QueueName = queueName;

    /// <summary>Listens to a subscription of a topic; the harness has none.</summary>
    public ServiceBusTriggerAttribute(string topicName, string subscriptionName) => (TopicName, SubscriptionName) = (topicName, subscriptionName);

    /// <summary>The prefix of the settings that name the namespace.</summary>
    public string? Connection { get; set; }

    /// <summary>The queue; null for a topic.</summary>
    public string? QueueName { get; }

    /// <summary>The topic; null for a queue.</summary>
    public string? TopicName { get; }

    /// <summary>The subscription; null for a queue.</summary>
    public string? SubscriptionName { get; }

    /// <summary>Whether sessions are used; the harness has none.</summary>
    public bool IsSessionsEnabled { get; set; }

    /// <summary>Whether the function takes an array.</summary>
    public bool IsBatched { get; set; }

    /// <summary>Whether a message is completed when the function returns; heeded only where it is written (see <see cref="WrittenAutoComplete"/>).</summary>
    public bool AutoCompleteMessages
    {
        get => WrittenAutoComplete ?? false;
        set => WrittenAutoComplete = value;
    }

    /// <summary>What the attribute says of completing; null where it does not, so that host.json decides.</summary>
    internal bool? WrittenAutoComplete { get; private set; }
}
