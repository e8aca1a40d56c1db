using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;

namespace Tipstaff.Local.Checks;

/// <summary>Asks courts over HTTP.</summary>
internal sealed class HttpFeedSource : IFeedSource, IDisposable
{
    private readonly CheckOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    public HttpFeedSource(IOptions<CheckOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = _options.ConnectTimeout,
            MaxAutomaticRedirections = 3,
            MaxConnectionsPerServer = 4,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", _options.Contact.Length > 0 ? $"Tipstaff/0.1 (+{_options.Contact})" : "Tipstaff/0.1");
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/rss+xml, application/xml, text/xml, */*;q=0.1");
    }

    public async Task<FeedFetch> FetchAsync(
        CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, feed);
            AddCondition(request, "If-None-Match", eTag);
            AddCondition(request, "If-Modified-Since", lastModified);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => await ReadAsync(response, either.Token),
                HttpStatusCode.NotModified when eTag is not null || lastModified is not null => new FeedFetch.NotModified(),
                var status => new FeedFetch.Unavailable($"HTTP {(int)status}", RetryAfter(response.Headers.RetryAfter)),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FeedFetch.Unavailable($"no answer within {_options.Timeout.TotalSeconds:0.#} s", RetryAfter: null);
        }
        catch (HttpRequestException error)
        {
            return new FeedFetch.Unavailable(Reason(error), RetryAfter: null);
        }
    }

    public void Dispose() => _client.Dispose();

    private static void AddCondition(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static string Reason(HttpRequestException error) => error.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name does not resolve",
        HttpRequestError.ConnectionError => "no connection",
        HttpRequestError.SecureConnectionError => "no secure connection: its certificate or TLS is not accepted",
        HttpRequestError.Unknown => "the request failed",
        var kind => $"the answer broke off ({kind})",
    };

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

        var body = new ArrayBufferWriter<byte>(Math.Max(4096, (int)(response.Content.Headers.ContentLength ?? 65_536) + 1));
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
        catch (Exception error) when (error is HttpRequestException or IOException or InvalidDataException && body.WrittenCount > 0)
        {
            return new FeedFetch.Fetched(body.WrittenMemory, eTag, lastModified, IsWhole: false);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return new FeedFetch.Unavailable("the answer broke off before its first byte", RetryAfter: null);
        }

        return new FeedFetch.Fetched(body.WrittenMemory, eTag, lastModified);
    }

    private FeedFetch.Unavailable TooLarge() =>
        new($"a feed of more than {_options.MaxFeedBytes / (1 << 20)} MiB (setting Checks:MaxFeedBytes)", RetryAfter: null);

    private static string? Header(HttpResponseMessage response, string name) =>
        (response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values))
            ? values.First()
            : null;
}
