using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class RetryPlanTests
{
    [Fact]
    public void After_FirstFailures_Waits3Then9Then27Seconds() =>
        Assert.Equal([3, 9, 27], Enumerable.Range(1, 3).Select(attempt => RetryPlan.After(attempt, retryAfter: null)!.Value.TotalSeconds));

    [Fact]
    public void After_AllAttempts_TakeSixHoursAndThenGiveUp()
    {
        var waits = Enumerable.Range(1, RetryPlan.Attempts - 1).Select(attempt => RetryPlan.After(attempt, retryAfter: null)!.Value).ToList();

        Assert.InRange(waits.Aggregate((sum, wait) => sum + wait), TimeSpan.FromMinutes(355), TimeSpan.FromHours(6));
        Assert.Equal(waits.Order(), waits);
        Assert.Null(RetryPlan.After(RetryPlan.Attempts, retryAfter: null));
    }

    [Fact]
    public void After_ProviderAsksForLonger_IsObeyed() =>
        Assert.Equal(TimeSpan.FromMinutes(1), RetryPlan.After(1, TimeSpan.FromMinutes(1)));
}
