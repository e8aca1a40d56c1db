using System.Threading.RateLimiting;
using Tipstaff.Limits;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Limits;

public sealed class TokenBucketTests
{
    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(60)]
    public void AttemptAcquire_MoreThanItHolds_IsRefusedUntilItHasFilled(int capacity)
    {
        using var bucket = Bucket(capacity);

        Assert.Equal(capacity, Taken(bucket));
        using (var refused = bucket.AttemptAcquire())
        {
            Assert.True(refused.TryGetMetadata(MetadataName.RetryAfter, out var wait));
            Assert.InRange(wait, (TimeSpan.FromMinutes(1) / capacity) - TimeSpan.FromTicks(capacity), (TimeSpan.FromMinutes(1) / capacity) + TimeSpan.FromTicks(capacity));
            _clock.Advance(wait / 2);
            Assert.Equal(0, Taken(bucket));
            _clock.Advance(wait - (wait / 2));
        }

        Assert.Equal(1, Taken(bucket));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(capacity, Taken(bucket));
    }

    [Fact]
    public void IdleDuration_FullOrNot_TellsSinceWhenItIsFull()
    {
        using var bucket = Bucket(2);
        using var taken = bucket.AttemptAcquire();
        Assert.Null(bucket.IdleDuration);

        _clock.Advance(TimeSpan.FromSeconds(40));

        Assert.Equal(TimeSpan.FromSeconds(10), bucket.IdleDuration);
    }

    private TokenBucket Bucket(int capacity) => new(capacity, TimeSpan.FromMinutes(1), _clock);

    private static int Taken(TokenBucket bucket)
    {
        for (var taken = 0; ; taken++)
        {
            using var lease = bucket.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                return taken;
            }
        }
    }
}
