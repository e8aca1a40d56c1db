#nullable disable
using Azure.Core;
using Azure.Core.Extensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.Azure;

/// <summary>Where clients are registered.</summary>
public sealed class AzureClientFactoryBuilder : IAzureClientFactoryBuilder, IAzureClientFactoryBuilderWithCredential
{
    internal const string DefaultName = "Default";
    private readonly IServiceCollection _services;

    internal AzureClientFactoryBuilder(IServiceCollection services) => _services = services;

    /// <summary>The credential of every client without one of its own.</summary>
    public AzureClientFactoryBuilder UseCredential(TokenCredential tokenCredential) => UseCredential(_ => tokenCredential);

    /// <summary>The credential of every client without one of its own.</summary>
    public AzureClientFactoryBuilder UseCredential(Func<IServiceProvider, TokenCredential> tokenCredentialFactory)
    {
        _services.Configure<AzureClientDefaults>(defaults => defaults.Credential = tokenCredentialFactory);
        return this;
    }

    /// <summary>What every client's options start from.</summary>
    public AzureClientFactoryBuilder ConfigureDefaults(Action<ClientOptions> configureOptions) =>
        ConfigureDefaults((options, _) => configureOptions(options));

    /// <summary>What every client's options start from.</summary>
    public AzureClientFactoryBuilder ConfigureDefaults(Action<ClientOptions, IServiceProvider> configureOptions)
    {
        _services.Configure<AzureClientDefaults>(defaults => defaults.Options.Add(configureOptions));
        return this;
    }

    /// <summary>What every client's options start from.</summary>
    public AzureClientFactoryBuilder ConfigureDefaults(IConfiguration configuration) =>
        ConfigureDefaults(options => configuration.Bind(options));

    /// <summary>Adds a client.</summary>
    public IAzureClientBuilder<TClient, TOptions> AddClient<TClient, TOptions>(Func<TOptions, TClient> factory)
        where TOptions : class => Register<TClient, TOptions>((options, _, _) => factory(options), requiresCredential: false);

    /// <summary>Adds a client.</summary>
    public IAzureClientBuilder<TClient, TOptions> AddClient<TClient, TOptions>(Func<TOptions, IServiceProvider, TClient> factory)
        where TOptions : class =>
        Register<TClient, TOptions>((options, _, services) => factory(options, services), requiresCredential: true);

    /// <summary>Adds a client.</summary>
    public IAzureClientBuilder<TClient, TOptions> AddClient<TClient, TOptions>(Func<TOptions, TokenCredential, TClient> factory)
        where TOptions : class =>
        Register<TClient, TOptions>((options, credential, _) => factory(options, credential), requiresCredential: true);

    /// <summary>Adds a client.</summary>
    public IAzureClientBuilder<TClient, TOptions> AddClient<TClient, TOptions>(
        Func<TOptions, TokenCredential, IServiceProvider, TClient> factory)
        where TOptions : class => Register(factory, requiresCredential: true);

    IAzureClientBuilder<TClient, TOptions> IAzureClientFactoryBuilder.RegisterClientFactory<TClient, TOptions>(
        Func<TOptions, TClient> clientFactory) =>
        Register<TClient, TOptions>((options, _, _) => clientFactory(options), requiresCredential: false);

    IAzureClientBuilder<TClient, TOptions> IAzureClientFactoryBuilderWithCredential.RegisterClientFactory<TClient, TOptions>(
        Func<TOptions, TokenCredential, TClient> clientFactory, bool requiresCredential) =>
        Register<TClient, TOptions>((options, credential, _) => clientFactory(options, credential), requiresCredential);

    private AzureClientBuilder<TClient, TOptions> Register<TClient, TOptions>(
        Func<TOptions, TokenCredential, IServiceProvider, TClient> factory, bool requiresCredential)
        where TOptions : class
    {
        var builder = new AzureClientBuilder<TClient, TOptions>(factory, requiresCredential);
        _services.AddSingleton<IRegisteredClient<TClient>>(builder);
        _services.TryAddSingleton<IAzureClientFactory<TClient>, AzureClientFactory<TClient>>();
        _services.TryAddSingleton(
            typeof(TClient), services => services.GetRequiredService<IAzureClientFactory<TClient>>().CreateClient(DefaultName));
        return builder;
    }
}
