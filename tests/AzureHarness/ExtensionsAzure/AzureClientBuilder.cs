using System.Reflection;
using Azure.Core;
using Azure.Core.Extensions;
using Azure.Identity;

namespace Microsoft.Extensions.Azure;

/// <summary>What every client starts from.</summary>
internal sealed class AzureClientDefaults
{
    public Func<IServiceProvider, TokenCredential> Credential { get; set; } = _ => new DefaultAzureCredential();

    public List<Action<ClientOptions, IServiceProvider>> Options { get; } = [];
}

/// <summary>A client as registered, whatever its options.</summary>
internal interface IRegisteredClient<out TClient>
{
    string Name { get; }

    TClient Create(IServiceProvider services, AzureClientDefaults defaults);
}

/// <summary>One client's registration, also what is chained to it.</summary>
internal sealed class AzureClientBuilder<TClient, TOptions>(
    Func<TOptions, TokenCredential?, IServiceProvider, TClient> factory, bool requiresCredential)
    : IAzureClientBuilder<TClient, TOptions>, IRegisteredClient<TClient>
    where TOptions : class
{
    public string Name { get; set; } = AzureClientFactoryBuilder.DefaultName;

    public Func<IServiceProvider, TokenCredential>? Credential { get; set; }

    public List<Action<TOptions, IServiceProvider>> Options { get; } = [];

    public TClient Create(IServiceProvider services, AzureClientDefaults defaults)
    {
        var credential = (Credential ?? defaults.Credential)(services);
        if (requiresCredential && credential is null)
        {
            throw new InvalidOperationException(
                "Client registration requires a TokenCredential. Configure it using UseCredential method.");
        }

        var options = NewOptions();
        if (options is ClientOptions common)
            defaults.Options.ForEach(configure => configure(common, services));
        Options.ForEach(configure => configure(options, services));
        return factory(options, credential, services);
    }

    // Options of a client take the service's version, with a default, and have no constructor without it.
    private static TOptions NewOptions() =>
        (TOptions)Activator.CreateInstance(
            typeof(TOptions),
            BindingFlags.Public | BindingFlags.Instance | BindingFlags.CreateInstance | BindingFlags.OptionalParamBinding,
            binder: null,
            typeof(TOptions).GetConstructor(Type.EmptyTypes) is null ? [Type.Missing] : [],
            culture: null)!;
}
