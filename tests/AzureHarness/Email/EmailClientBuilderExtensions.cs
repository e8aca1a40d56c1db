using Azure;
using Azure.Communication.Email;
using Azure.Core.Extensions;

namespace Microsoft.Extensions.Azure;

/// <summary>Registers mail clients.</summary>
public static class EmailClientBuilderExtensions
{
    /// <summary>With a connection string.</summary>
    public static IAzureClientBuilder<EmailClient, EmailClientOptions> AddEmailClient<TBuilder>(this TBuilder builder, string connectionString)
        where TBuilder : IAzureClientFactoryBuilder =>
        builder.RegisterClientFactory<EmailClient, EmailClientOptions>(options => new EmailClient(connectionString, options));

    /// <summary>With a key.</summary>
    public static IAzureClientBuilder<EmailClient, EmailClientOptions> AddEmailClient<TBuilder>(
        this TBuilder builder, Uri serviceUri, AzureKeyCredential azureKeyCredential)
        where TBuilder : IAzureClientFactoryBuilder =>
        builder.RegisterClientFactory<EmailClient, EmailClientOptions>(options => new EmailClient(serviceUri, azureKeyCredential, options));

    /// <summary>With the builder's credential.</summary>
    public static IAzureClientBuilder<EmailClient, EmailClientOptions> AddEmailClient<TBuilder>(this TBuilder builder, Uri serviceUri)
        where TBuilder : IAzureClientFactoryBuilderWithCredential =>
        builder.RegisterClientFactory<EmailClient, EmailClientOptions>((options, credential) => new EmailClient(serviceUri, credential, options));
}
