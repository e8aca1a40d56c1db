#nullable disable
using Azure.Core;
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus;

/// <summary>One instance's way to the queues of a namespace.</summary>
public class ServiceBusClient : IAsyncDisposable
{
    /// <summary>For tests.</summary>
    protected ServiceBusClient()
    {
    }

    /// <summary>By a connection string; only its endpoint is read.</summary>
    public ServiceBusClient(string connectionString)
        : this(connectionString, new ServiceBusClientOptions())
    {
    }

    /// <summary>By a connection string; only its endpoint is read.</summary>
    public ServiceBusClient(string connectionString, ServiceBusClientOptions options)
        : this(BusLink.OfConnectionString(connectionString), options)
    {
    }

    /// <summary>By an identity.</summary>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusClientOptions())
    {
    }

    /// <summary>By an identity.</summary>
    public ServiceBusClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusClientOptions options)
        : this(BusLink.OfNamespace(fullyQualifiedNamespace, credential), options)
    {
    }

    private ServiceBusClient(BusLink link, ServiceBusClientOptions options)
    {
        Link = link;
        FullyQualifiedNamespace = link.Host;
        Identifier = options?.Identifier ?? link.Host;
        TransportType = options?.TransportType ?? ServiceBusTransportType.AmqpTcp;
    }

    /// <summary>The host.</summary>
    public virtual string FullyQualifiedNamespace { get; }

    /// <summary>The client's name in logs.</summary>
    public virtual string Identifier { get; }

    /// <summary>Whether it was disposed.</summary>
    public virtual bool IsClosed { get; private set; }

    /// <summary>The transport; the harness has none.</summary>
    public ServiceBusTransportType TransportType { get; }

    internal BusLink Link { get; }

    /// <summary>A sender to a queue.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName) => new(Open(), queueOrTopicName);

    /// <summary>A sender to a queue.</summary>
    public virtual ServiceBusSender CreateSender(string queueOrTopicName, ServiceBusSenderOptions options) => new(Open(), queueOrTopicName, options);

    /// <summary>A receiver of a queue.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string queueName) => new(Open(), queueName, new ServiceBusReceiverOptions());

    /// <summary>A receiver of a queue.</summary>
    public virtual ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options) => new(Open(), queueName, options);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        IsClosed = true;
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private ServiceBusClient Open() => IsClosed ? throw new ObjectDisposedException(nameof(ServiceBusClient)) : this;
}
