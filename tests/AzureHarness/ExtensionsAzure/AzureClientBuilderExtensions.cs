#nullable disable
using Azure.Core;
using Azure.Core.Extensions;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.Azure;

/// <summary>What can be said of one client.</summary>
public static class AzureClientBuilderExtensions
{
    /// <summary>By what name the factory knows it; without one it is the client that is injected.</summary>
    public static IAzureClientBuilder<TClient, TOptions> WithName<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, string name)
        where TOptions : class
    {
        Of(builder).Name = name;
        return builder;
    }

    /// <summary>Its own credential.</summary>
    public static IAzureClientBuilder<TClient, TOptions> WithCredential<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, TokenCredential credential)
        where TOptions : class => builder.WithCredential(_ => credential);

    /// <summary>Its own credential.</summary>
    public static IAzureClientBuilder<TClient, TOptions> WithCredential<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, Func<IServiceProvider, TokenCredential> credentialFactory)
        where TOptions : class
    {
        Of(builder).Credential = credentialFactory;
        return builder;
    }

    /// <summary>Its own options.</summary>
    public static IAzureClientBuilder<TClient, TOptions> ConfigureOptions<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, Action<TOptions> configureOptions)
        where TOptions : class => builder.ConfigureOptions((options, _) => configureOptions(options));

    /// <summary>Its own options.</summary>
    public static IAzureClientBuilder<TClient, TOptions> ConfigureOptions<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, Action<TOptions, IServiceProvider> configureOptions)
        where TOptions : class
    {
        Of(builder).Options.Add(configureOptions);
        return builder;
    }

    /// <summary>Its own options.</summary>
    public static IAzureClientBuilder<TClient, TOptions> ConfigureOptions<TClient, TOptions>(
        this IAzureClientBuilder<TClient, TOptions> builder, IConfiguration configuration)
        where TOptions : class => builder.ConfigureOptions(options => configuration.Bind(options));

    private static AzureClientBuilder<TClient, TOptions> Of<TClient, TOptions>(IAzureClientBuilder<TClient, TOptions> builder)
        where TOptions : class => (AzureClientBuilder<TClient, TOptions>)builder;
}
