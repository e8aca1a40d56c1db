using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Tipstaff.Checks;
using Tipstaff.Tracing;

namespace Tipstaff.Webhooks;

/// <summary>Posts signed requests to receivers: no redirects, no proxy, no cookies, no decompression, no more of an answer than is asked for.</summary>
internal sealed class WebhookClient : IDisposable
{
    private const int MaxHeaderKilobytes = 16;
    private static readonly TimeSpan LongestObeyed = TimeSpan.FromDays(1);

    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;

    /// <summary>A client that connects when the first webhook is sent.</summary>
    /// <param name="network">The network.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="trust">Whose certificates are good; null for those that this machine trusts.</param>
    public WebhookClient(IWebhookNetwork network, WebhookOptions options, TimeProvider time, X509ChainPolicy? trust)
    {
        (_options, _time) = (options, time);
        _client = new HttpClient(Handler(new WebhookConnector(network, options.ConnectTimeout, time), options, trust)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What connects, encrypts and speaks HTTP.</summary>
    internal static SocketsHttpHandler Handler(WebhookConnector connector, WebhookOptions options, X509ChainPolicy? trust) =>
        new()
        {
            // A span of the request would carry the receiver's path, and its headers would reach the receiver.
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancellationToken) =>
                await connector.ConnectAsync(context.DnsEndPoint.Host.Trim('[', ']'), context.DnsEndPoint.Port, cancellationToken),
            ConnectTimeout = options.Timeout,
            MaxConnectionsPerServer = options.MaxConnectionsPerHost,
            MaxResponseDrainSize = options.MaxAnswerBytes,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = Policy(trust),
                // The system's own choice may still take an older one.
#pragma warning disable CA5398
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore CA5398
            },
            UseCookies = false,
            UseProxy = false,
        };

    /// <summary>Signs and posts one message.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="message">What.</param>
    /// <param name="secrets">What signs it.</param>
    /// <param name="userAgent">Who we say that we are.</param>
    /// <param name="maxBodyBytes">How much of the answer's body is wanted.</param>
    /// <param name="cancellationToken">Ends it; the receiver may have it all the same.</param>
    public async Task<WebhookAnswer> PostAsync(
        WebhookUrl url, WebhookMessage message, IReadOnlyList<WebhookSecret> secrets, string userAgent, int maxBodyBytes, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(_options.Timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var content = new WebhookContent(message.Body);
        try
        {
            var now = _time.GetUtcNow();
            using var request = new HttpRequestMessage(HttpMethod.Post, url.Uri) { Content = content };
            request.Headers.TryAddWithoutValidation("User-Agent", userAgent);
            request.Headers.TryAddWithoutValidation(WebhookSignature.IdHeader, message.Id);
            request.Headers.TryAddWithoutValidation(WebhookSignature.TimestampHeader, WebhookSignature.Seconds(now));
            request.Headers.TryAddWithoutValidation(WebhookSignature.SignatureHeader, WebhookSignature.Sign(message.Id, now, message.Body.Span, secrets));
            if (message.Trace is { } trace)
            {
                request.Headers.TryAddWithoutValidation(Spans.Header, trace.TraceId);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = maxBodyBytes == 0 ? default : await ReadAsync(response, maxBodyBytes, both.Token);
            return new WebhookAnswer.Answered((int)response.StatusCode, RetryAfter(response.Headers.RetryAfter), body);
        }
        catch (HttpRequestException error) when (error.InnerException is NoPublicAddressException)
        {
            return new WebhookAnswer.NotPublic();
        }
        catch (HttpRequestException error)
        {
            return content.IsUnderWay ? new WebhookAnswer.Lost(LossOf(error))
                : new WebhookAnswer.NotConnected(error.InnerException is TimeoutException ? NoConnection(_options.ConnectTimeout) : HttpTrouble.Words(error));
        }
        catch (IOException)
        {
            return new WebhookAnswer.Lost("the answer broke off");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return content.IsUnderWay
                ? new WebhookAnswer.Lost($"no answer within {_options.Timeout.TotalSeconds:0.#} s")
                : new WebhookAnswer.NotConnected(NoConnection(_options.Timeout));
        }
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    // A certificate of the receiver's may name addresses to be asked for others and for revocations: nothing is fetched from there.
    private static X509ChainPolicy Policy(X509ChainPolicy? trust)
    {
        var policy = trust?.Clone() ?? new X509ChainPolicy();
        policy.DisableCertificateDownloads = true;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        return policy;
    }

    private static string NoConnection(TimeSpan limit) => $"no connection within {limit.TotalSeconds:0.#} s";

    private static string LossOf(HttpRequestException error) =>
        error.HttpRequestError is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded
            ? "its answer is no HTTP that can be read"
            : "the connection was lost before the answer";

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellationToken)
    {
        var body = new byte[maxBytes + 1];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        return body.AsMemory(0, await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken));
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - _time.GetUtcNow()) is { } wait && wait > TimeSpan.Zero
            ? wait < LongestObeyed ? wait : LongestObeyed
            : null;
}
