using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.Azure;

/// <summary>Clients by the names of their registrations.</summary>
public interface IAzureClientFactory<TClient>
{
    /// <summary>The client of that name, always the same.</summary>
    TClient CreateClient(string name);
}

/// <summary>Adds clients to an app.</summary>
public static class AzureClientServiceCollectionExtensions
{
    /// <summary>Adds clients that share a credential and defaults.</summary>
    public static void AddAzureClients(this IServiceCollection collection, Action<AzureClientFactoryBuilder> configureClients)
    {
        collection.AddOptions();
        configureClients(new AzureClientFactoryBuilder(collection));
    }
}

/// <summary>Makes each client once.</summary>
internal sealed class AzureClientFactory<TClient>(
    IServiceProvider services, IOptions<AzureClientDefaults> defaults, IEnumerable<IRegisteredClient<TClient>> registrations)
    : IAzureClientFactory<TClient>
{
    private readonly Dictionary<string, TClient> _clients = new(StringComparer.Ordinal);

    public TClient CreateClient(string name)
    {
        lock (_clients)
        {
            if (_clients.TryGetValue(name, out var known))
                return known;
            var registration = registrations.LastOrDefault(one => one.Name == name) ?? throw new InvalidOperationException(
                $"Unable to find client registration with type '{typeof(TClient).Name}' and name '{name}'.");
            return _clients[name] = registration.Create(services, defaults.Value);
        }
    }
}
