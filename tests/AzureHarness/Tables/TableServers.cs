using System.Collections.Concurrent;

namespace Tipstaff.AzureHarness;

/// <summary>Real table servers that the clients may speak to, by their endpoints.</summary>
public static class TableServers
{
    private static readonly ConcurrentDictionary<Uri, (string Account, byte[] Key)> Known = [];

    /// <summary>Makes a server known: clients of this endpoint sign with the account's key in place of a token.</summary>
    /// <param name="endpoint">Where it is, the account's path included: <c>http://127.0.0.1:10002/devstoreaccount1</c>.</param>
    /// <param name="account">The account's name.</param>
    /// <param name="key">Its key, base 64.</param>
    public static void Register(Uri endpoint, string account, string key) => Known[endpoint] = (account, Convert.FromBase64String(key));

    /// <summary>Whatever answers for an endpoint: a cloud of the harness, or else a server over HTTP.</summary>
    internal static ITableBackend BackendOf(Uri endpoint)
    {
        if (AzureCloud.TryFind(endpoint.Host, out var cloud, out var instance))
            return new CloudTableBackend(cloud, instance);
        return Known.TryGetValue(endpoint, out var server)
            ? new RestTableBackend(new RestChannel(endpoint, server.Account, server.Key))
            : new RestTableBackend(new RestChannel(endpoint, "", null));
    }
}
