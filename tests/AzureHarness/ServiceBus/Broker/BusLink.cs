using Azure.Core;
using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>An instance's way to the broker of its cloud, found by the host's name.</summary>
internal sealed class BusLink
{
    private readonly AzureCloud? _cloud;

    private BusLink(string host)
    {
        Host = host;
        _ = AzureCloud.TryFind(host, out _cloud, out var instance);
        Instance = instance;
    }

    public string Host { get; }

    public string Instance { get; }

    public ServiceBusBroker Broker => Cloud.Bus;

    private AzureCloud Cloud => _cloud ?? throw new ServiceBusException(
        $"No such host is known: {Host}.", ServiceBusFailureReason.ServiceCommunicationProblem);

    public static BusLink OfNamespace(string fullyQualifiedNamespace, TokenCredential credential)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullyQualifiedNamespace);
        ArgumentNullException.ThrowIfNull(credential);
        var host = Uri.TryCreate(fullyQualifiedNamespace, UriKind.Absolute, out var address) ? address.Host : fullyQualifiedNamespace;
        return Uri.CheckHostName(host) is UriHostNameType.Unknown
            ? throw new ArgumentException($"Not a fully qualified namespace: {fullyQualifiedNamespace}", nameof(fullyQualifiedNamespace))
            : new BusLink(host);
    }

    public static BusLink OfConnectionString(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var endpoint = connectionString.Split(';').FirstOrDefault(part => part.StartsWith("Endpoint=", StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(endpoint?["Endpoint=".Length..], UriKind.Absolute, out var address)
            ? new BusLink(address.Host)
            : throw new FormatException("The connection string has no endpoint.");
    }

    public Task<T> CallAsync<T>(string operation, string subject, string path, Func<BusQueue, T> work, CancellationToken cancellationToken) =>
        CallBrokerAsync(operation, subject, broker => work(broker.Find(path)), cancellationToken);

    public Task<T> CallBrokerAsync<T>(string operation, string subject, Func<ServiceBusBroker, T> work, CancellationToken cancellationToken) =>
        Cloud.CallAsync(new CloudCall(CloudService.ServiceBus, operation, subject, Instance), () => work(Cloud.Bus), cancellationToken);

    /// <summary>Receives, waiting while there is nothing: one call, however long it takes.</summary>
    public async Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveAsync(
        string path, int most, ServiceBusReceiveMode mode, TimeSpan patience, CancellationToken cancellationToken)
    {
        var until = Cloud.Time.GetUtcNow() + patience;
        var found = await CallAsync("ReceiveMessages", path, path, queue => queue.Take(most, mode), cancellationToken);
        while (found.Count == 0)
        {
            var left = until - Cloud.Time.GetUtcNow();
            if (left <= TimeSpan.Zero)
                return [];
            using var wait = new BusWait(Broker.Find(path), left, cancellationToken);
            if (await wait.Offered is not { } offer)
                return [];
            found = offer.Take(most, mode);
        }

        return found;
    }
}
