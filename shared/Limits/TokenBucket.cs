using System.Threading.RateLimiting;

namespace Tipstaff.Limits;

/// <summary>A bucket of permits that fills evenly, by our clock: the framework's own knows only the machine's.</summary>
/// <param name="capacity">How many permits it holds when it is full, at least 1.</param>
/// <param name="window">How long an empty one takes to be full.</param>
/// <param name="time">The clock.</param>
internal sealed class TokenBucket(int capacity, TimeSpan window, TimeProvider time) : RateLimiter
{
    private readonly Lock _lock = new();
    private readonly TimeSpan _perPermit = window / capacity;

    // One moment says how full it is.
    private DateTimeOffset _fullAt = time.GetUtcNow();

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
            {
                var full = time.GetUtcNow() - _fullAt;
                return full >= TimeSpan.Zero ? full : null;
            }
        }
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics() => null;

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var fullAt = (_fullAt > now ? _fullAt : now) + (permitCount * _perPermit);
            var wait = fullAt - now - window;
            // What division leaves over, less than a tick each, must not cost the last permit.
            if (wait.Ticks > capacity)
            {
                return new Lease(wait);
            }

            _fullAt = fullAt;
            return Lease.Given;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public static readonly Lease Given = new(wait: null);

        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = metadataName == MetadataName.RetryAfter.Name ? wait : null;
            return metadata is not null;
        }
    }
}
