using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class ChallengeRateTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    [Fact]
    public void MayTry_NeverChallenged_Yes() => Assert.True(ChallengeRate.None.MayTry(Now));

    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 60)]
    [InlineData(3, 600)]
    [InlineData(4, 3_600)]
    [InlineData(5, 21_600)]
    [InlineData(6, 86_400)]
    [InlineData(50, 86_400)]
    public void MayTry_AfterFailures_WaitsLongerEachTime(int failures, int seconds)
    {
        var rate = ChallengeRate.None;
        for (var i = 0; i < failures; i++)
        {
            rate = rate.Sent(Now);
        }

        Assert.Equal(Now.AddSeconds(seconds), rate.NotBefore);
        Assert.False(rate.MayTry(Now.AddSeconds(seconds).AddTicks(-1)));
        Assert.True(rate.MayTry(Now.AddSeconds(seconds)));
    }

    [Fact]
    public void MayTry_AfterOneThatWasPassed_WaitsTenSeconds()
    {
        var rate = ChallengeRate.None.Sent(Now).Sent(Now).Sent(Now).Passed();

        Assert.False(rate.MayTry(Now.AddSeconds(9)));
        Assert.True(rate.MayTry(Now.AddSeconds(10)));
        Assert.Equal(Now.AddSeconds(20), rate.Sent(Now.AddSeconds(10)).NotBefore);
    }

    [Theory]
    [InlineData(7, 86_400)]
    [InlineData(8, 10)]
    public void Sent_AWeekAfterTheLast_CountsAnew(int days, int seconds)
    {
        var rate = new ChallengeRate(Failures: 6, LastAt: Now);

        Assert.Equal(Now.AddDays(days).AddSeconds(seconds), rate.Sent(Now.AddDays(days)).NotBefore);
    }
}
