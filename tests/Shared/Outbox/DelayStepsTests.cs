using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class DelayStepsTests
{
    [Theory]
    [InlineData(-5, 0.1)]
    [InlineData(0, 0.1)]
    [InlineData(0.1, 0.1)]
    [InlineData(0.1001, 0.11)]
    [InlineData(5, 5)]
    [InlineData(5.001, 5.5)]
    [InlineData(30, 30)]
    [InlineData(119, 120)]
    [InlineData(600, 600)]
    [InlineData(3_600, 3_600)]
    [InlineData(3_601, 4_000)]
    [InlineData(1_000_000, 1_000_000)]
    [InlineData(9_000_000, 1_000_000)]
    public void Of_ADelay_IsTheNextStepUp(double seconds, double step) =>
        Assert.Equal(TimeSpan.FromSeconds(step), DelaySteps.Of(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Of_AnyDelay_GrowsByASeventhAtMost()
    {
        for (var delay = DelaySteps.Least; delay < DelaySteps.Most; delay *= 1.003)
        {
            Assert.InRange(DelaySteps.Of(delay) / delay, 1, 8 / 7.0);
        }
    }

    [Fact]
    public void HourOf_MomentsOfAnHour_AreAlike()
    {
        var hour = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

        Assert.Equal(DelaySteps.HourOf(hour), DelaySteps.HourOf(hour.AddHours(1).AddTicks(-1)));
        Assert.Equal(DelaySteps.HourOf(hour) + 1, DelaySteps.HourOf(hour.AddHours(1).ToOffset(TimeSpan.FromHours(-5))));
    }
}
