#nullable disable
using Azure.Core;
using Tipstaff.AzureHarness;

namespace Azure.Messaging.ServiceBus.Administration;

/// <summary>Reads what queues there are and how full they are.</summary>
public class ServiceBusAdministrationClient
{
    private readonly BusLink _link;

    /// <summary>For tests.</summary>
    protected ServiceBusAdministrationClient()
    {
    }

    /// <summary>By a connection string; only its endpoint is read.</summary>
    public ServiceBusAdministrationClient(string connectionString)
        : this(connectionString, new ServiceBusAdministrationClientOptions())
    {
    }

    /// <summary>By a connection string; only its endpoint is read.</summary>
    public ServiceBusAdministrationClient(string connectionString, ServiceBusAdministrationClientOptions options) =>
        _link = BusLink.OfConnectionString(connectionString);

    /// <summary>By an identity.</summary>
    public ServiceBusAdministrationClient(string fullyQualifiedNamespace, TokenCredential credential)
        : this(fullyQualifiedNamespace, credential, new ServiceBusAdministrationClientOptions())
    {
    }

    /// <summary>By an identity.</summary>
    public ServiceBusAdministrationClient(string fullyQualifiedNamespace, TokenCredential credential, ServiceBusAdministrationClientOptions options) =>
        _link = BusLink.OfNamespace(fullyQualifiedNamespace, credential);

    /// <summary>How full a queue is.</summary>
    /// <exception cref="ServiceBusException">There is no such queue.</exception>
    public virtual async Task<Response<QueueRuntimeProperties>> GetQueueRuntimePropertiesAsync(
        string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var found = await _link.CallAsync("GetQueueRuntimeProperties", name, name, queue => queue.Measure(), cancellationToken);
        return Response.FromValue(found, BusResponse.Ok);
    }

    /// <summary>Whether there is such a queue.</summary>
    public virtual async Task<Response<bool>> QueueExistsAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var exists = await _link.CallBrokerAsync("QueueExists", name, broker => broker.Has(name), cancellationToken);
        return Response.FromValue(exists, BusResponse.Ok);
    }
}

/// <summary>How an administration client behaves.</summary>
public class ServiceBusAdministrationClientOptions : ClientOptions;
