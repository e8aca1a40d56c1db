using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class RetryPlanTests
{
    private static readonly IdempotencyKey Key = IdempotencyKey.Parse("00112233445566778899aabbccddeeff");

    [Fact]
    public void After_FirstFailures_Waits3Then9Then27SecondsOrALittleLess()
    {
        foreach (var (attempt, seconds) in new[] { (1, 3.0), (2, 9.0), (3, 27.0) })
        {
            Assert.InRange(RetryPlan.After(attempt, retryAfter: null, Key)!.Value.TotalSeconds, seconds * 0.9, seconds);
        }
    }

    [Fact]
    public void After_AllAttempts_TakeSixHoursAndThenGiveUp()
    {
        var waits = Enumerable.Range(1, RetryPlan.Attempts - 1).Select(attempt => RetryPlan.After(attempt, retryAfter: null, Key)!.Value).ToList();

        Assert.InRange(waits.Aggregate((sum, wait) => sum + wait), TimeSpan.FromMinutes(355 * 0.9), TimeSpan.FromHours(6));
        Assert.Equal(waits.Order(), waits);
        Assert.Null(RetryPlan.After(RetryPlan.Attempts, retryAfter: null, Key));
    }

    [Fact]
    public void After_ManyMessages_DoNotComeBackAtOnce()
    {
        var keys = Enumerable.Range(0, 100).Select(n => IdempotencyKey.Parse(ContentKey.Of($"{n}")));

        var waits = keys.Select(key => RetryPlan.After(3, retryAfter: null, key)!.Value).ToList();

        Assert.InRange(waits.Distinct().Count(), 90, 100);
        Assert.InRange(waits.Max() - waits.Min(), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.7));
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(10_000_000, 86_400)]
    public void After_ProviderAsksForLonger_IsObeyedUpToADay(int asked, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPlan.After(1, TimeSpan.FromSeconds(asked), Key));
}
