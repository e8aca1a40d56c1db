#nullable disable
using Azure.Core.Extensions;
using Azure.Data.Tables;

namespace Microsoft.Extensions.Azure;

/// <summary>Registers the tables of an account.</summary>
public static class TableClientBuilderExtensions
{
    /// <summary>Adds a <see cref="TableServiceClient"/>.</summary>
    public static IAzureClientBuilder<TableServiceClient, TableClientOptions> AddTableServiceClient<TBuilder>(
        this TBuilder builder, Uri serviceUri)
        where TBuilder : IAzureClientFactoryBuilderWithCredential =>
        builder.RegisterClientFactory<TableServiceClient, TableClientOptions>(
            (options, credential) => new TableServiceClient(serviceUri, credential, options), requiresCredential: false);
}
