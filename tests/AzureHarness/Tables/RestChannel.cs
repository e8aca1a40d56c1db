using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;

namespace Tipstaff.AzureHarness;

/// <summary>Requests to a table server over HTTP, signed with the account's key.</summary>
internal sealed class RestChannel(Uri endpoint, string account, byte[]? key)
{
    public const string Json = "application/json;odata=minimalmetadata";

    // Azurite resets connections where thousands come at once.
    private const int MaxConnections = 32;

    // One server answers all tests, and on a busy machine the last of many requests may wait for minutes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    // Before the server closes a connection that nobody used for 5 seconds, and a write that goes out at that moment with it.
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(2);

    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = MaxConnections, PooledConnectionIdleTimeout = MaxIdle })
    { Timeout = Patience };

    private int _last;

    public string Base { get; } = endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>A number that this channel gave to nothing else.</summary>
    public int NextNumber() => Interlocked.Increment(ref _last);

    /// <summary>An answer that may be a refusal.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, string? tag, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{Base}/{path}") { Content = content };
        request.Headers.Add("x-ms-version", "2020-12-06");
        request.Headers.Add("DataServiceVersion", "3.0");
        request.Headers.Add("Prefer", "return-no-content");
        request.Headers.TryAddWithoutValidation("Accept", Json);
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        Sign(request);
        return await Http.SendAsync(request, cancellationToken);
    }

    /// <summary>An answer that is no refusal.</summary>
    public async Task<HttpResponseMessage> DemandAsync(
        HttpMethod method, string path, HttpContent? content, string? tag, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(method, path, content, tag, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
        {
            throw Refusal((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
    }

    /// <summary>What a server said of a request that it refused.</summary>
    public static RequestFailedException Refusal(int status, string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("odata.error");
            return TableFailures.Of(
                status, error.GetProperty("code").GetString()!, error.GetProperty("message").GetProperty("value").GetString()!);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException)
        {
            return new RequestFailedException(status, body);
        }
    }

    // Shared Key Lite for tables: the date, and the account with the path as it is on the wire.
    private void Sign(HttpRequestMessage request)
    {
        if (key is null)
            throw new InvalidOperationException($"{endpoint} is neither a cloud of the harness nor a registered table server.");
        var date = TimeProvider.System.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.Add("x-ms-date", date);
        var signature = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{date}\n/{account}{request.RequestUri!.AbsolutePath}"));
        request.Headers.TryAddWithoutValidation("Authorization", $"SharedKeyLite {account}:{Convert.ToBase64String(signature)}");
    }
}
