#nullable disable
using Azure.Core.Extensions;
using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace Microsoft.Extensions.Azure;

/// <summary>Registers the clients of a Service Bus namespace.</summary>
public static class ServiceBusClientBuilderExtensions
{
    /// <summary>Adds a <see cref="ServiceBusClient"/> for a namespace such as <c>x.servicebus.windows.net</c>.</summary>
    public static IAzureClientBuilder<ServiceBusClient, ServiceBusClientOptions> AddServiceBusClientWithNamespace<TBuilder>(
        this TBuilder builder, string fullyQualifiedNamespace)
        where TBuilder : IAzureClientFactoryBuilderWithCredential =>
        builder.RegisterClientFactory<ServiceBusClient, ServiceBusClientOptions>(
            (options, credential) => new ServiceBusClient(fullyQualifiedNamespace, credential, options));

    /// <summary>Adds a <see cref="ServiceBusAdministrationClient"/> for a namespace.</summary>
    public static IAzureClientBuilder<ServiceBusAdministrationClient, ServiceBusAdministrationClientOptions> AddServiceBusAdministrationClientWithNamespace<TBuilder>(
        this TBuilder builder, string fullyQualifiedNamespace)
        where TBuilder : IAzureClientFactoryBuilderWithCredential =>
        builder.RegisterClientFactory<ServiceBusAdministrationClient, ServiceBusAdministrationClientOptions>(
            (options, credential) => new ServiceBusAdministrationClient(fullyQualifiedNamespace, credential, options));
}
