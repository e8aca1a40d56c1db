using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Tipstaff.Limits;

/// <summary>Whether a client asks too often. Counted in each process: what it protects is the process, and the stores behind it.</summary>
/// <remarks>
/// Looks at health are free, and so are reports that come with a key of the host's, and the outbox, which only its own machine sees. Ends of subscriptions count as reads: one mail
/// provider may send those of all its readers (RFC 8058), and doing one twice does nothing.
/// </remarks>
public sealed class RequestLimits(IOptions<LimitOptions> options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly PathString[] Free = ["/health", "/api/delivery-reports", "/outbox"];
    private static readonly PathString Unsubscribe = "/unsubscribe";

    // Made by the first request, as it brings a timer along that looks for clients who have left.
    private readonly Lazy<PartitionedRateLimiter<Asked>> _limiter = new(() => PartitionedRateLimiter.Create<Asked, Asked>(
        asked => RateLimitPartition.Get(asked, one => new TokenBucket(one.Writes ? options.Value.WritesPerMinute : options.Value.ReadsPerMinute, Window, time))));

    /// <summary>Who asks, as far as limits go.</summary>
    public string ClientOf(HttpRequest request) => ClientAddress.Of(request, options.Value.Proxies);

    /// <summary>Counts a request; one that is too many is to be answered 429, and gets its <c>Retry-After</c> here.</summary>
    /// <returns>False when it is too many.</returns>
    public bool TryTake(HttpRequest request)
    {
        if (Array.Exists(Free, path => request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        using var lease = _limiter.Value.AttemptAcquire(new(Writes(request), ClientOf(request)));
        if (lease.IsAcquired)
        {
            return true;
        }

        SetRetryAfter(request.HttpContext.Response, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : Window);
        return false;
    }

    /// <summary>Says in how many whole seconds, at least one, it is worth asking again.</summary>
    public static void SetRetryAfter(HttpResponse response, TimeSpan wait) =>
        response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_limiter.IsValueCreated)
        {
            _limiter.Value.Dispose();
        }
    }

    private static bool Writes(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method)
        && !request.Path.StartsWithSegments(Unsubscribe, StringComparison.OrdinalIgnoreCase);

    private sealed record Asked(bool Writes, string Client);
}
