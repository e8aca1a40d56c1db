using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;

namespace Tipstaff.Checks;

/// <summary>Asks courts over HTTP.</summary>
public sealed class HttpFeedSource : IFeedSource, IDisposable
{
    private const int MostAtOnce = 1 << 20;

    private readonly CheckOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>A source that connects when the first court is asked.</summary>
    public HttpFeedSource(IOptions<CheckOptions> options, TimeProvider time)
        : this(options, time, Sockets(options.Value))
    {
    }

    /// <summary>A source that asks courts through this handler.</summary>
    internal HttpFeedSource(IOptions<CheckOptions> options, TimeProvider time, HttpMessageHandler handler)
    {
        _options = options.Value;
        _time = time;
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", _options.Contact.Length > 0 ? $"Tipstaff/0.1 (+{_options.Contact})" : "Tipstaff/0.1");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/rss+xml, application/xml, text/xml, */*;q=0.1");
    }

    /// <inheritdoc/>
    public async Task<FeedFetch> FetchAsync(
        CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, feed);
            AddCondition(request, "If-None-Match", eTag);
            AddCondition(request, "If-Modified-Since", lastModified);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(response, cancellationToken),
                HttpStatusCode.NotModified when eTag is not null || lastModified is not null => new FeedFetch.NotModified(),
                var status => new FeedFetch.Unavailable($"HTTP {(int)status}", RetryAfter(response.Headers.RetryAfter), HttpTrouble.MayPass(status)),
            };
        }
        catch (HttpRequestException error)
        {
            return new FeedFetch.Unavailable(HttpTrouble.Words(error), RetryAfter: null, HttpTrouble.MayPass(error));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FeedFetch.Unavailable($"no connection within {_options.ConnectTimeout.TotalSeconds:0.#} s", RetryAfter: null);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Head, feed);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return HttpTrouble.IsUp(response.StatusCode);
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Sockets(CheckOptions options) => new()
    {
        // Our traces are no business of the courts.
        ActivityHeadersPropagator = null,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.ConnectTimeout,
        MaxAutomaticRedirections = 3,
        MaxConnectionsPerServer = 4,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    };

    private static void AddCondition(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date && date > _time.GetUtcNow() ? date - _time.GetUtcNow() : null);

    private async Task<FeedFetch> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var eTag = Header(response, "ETag");
        var lastModified = Header(response, "Last-Modified");
        if (response.Content.Headers.ContentLength > _options.MaxFeedBytes)
        {
            return TooLarge();
        }

        // Not more for what is only announced: a court that stalls then holds little.
        var body = new ArrayBufferWriter<byte>((int)Math.Clamp((response.Content.Headers.ContentLength ?? 65_536) + 1, 4096, MostAtOnce));
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            while (await stream.ReadAsync(body.GetMemory(4096), cancellationToken) is var read and > 0)
            {
                body.Advance(read);
                if (body.WrittenCount > _options.MaxFeedBytes)
                {
                    return TooLarge();
                }
            }
        }
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException or OperationCanceledException && body.WrittenCount > 0)
        {
            // Out of time too: what a slow court has sent by then is as good as what one sent whose connection broke.
            return new FeedFetch.Fetched(body.WrittenMemory, eTag, lastModified, IsWhole: false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return new FeedFetch.Unavailable("the answer broke off before its first byte", RetryAfter: null);
        }

        return new FeedFetch.Fetched(body.WrittenMemory, eTag, lastModified);
    }

    private FeedFetch.Unavailable TooLarge() =>
        new($"a feed of more than {_options.MaxFeedBytes / (1 << 20)} MiB (setting Checks:MaxFeedBytes)", RetryAfter: null, MayPass: false);

    // One that no request can bear would end each later request before it is sent.
    private static string? Header(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
        && values.First() is var value && value.All(char.IsAscii)
            ? value
            : null;
}
