using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Pages;

public sealed class DeliveryDelaysTests
{
    [Fact]
    public void Of_AHundredAlerts_TellsTheirNearestRanks()
    {
        var delays = DeliveryDelays.Of(Enumerable.Range(1, 100).Select(seconds => Count(seconds, 1)))!;

        Assert.Equal((100, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(95)), (delays.Alerts, delays.Median, delays.Slow));
        Assert.Equal([5, 25, 70, 0, 0, 0], delays.Bars.Select(bar => bar.Alerts));
        Assert.Equal([7, 35, 100, 0, 0, 0], delays.Bars.Select(bar => bar.Length));
    }

    [Fact]
    public void Of_CountsOfManyStores_AreAddedUp()
    {
        var delays = DeliveryDelays.Of([Count(3_600, 4), Count(2, 90_000), Count(2, 4_996), Count(100_000, 5_000)])!;

        Assert.Equal((100_000, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3_600)), (delays.Alerts, delays.Median, delays.Slow));
        Assert.Equal([94_996, 0, 0, 0, 4, 5_000], delays.Bars.Select(bar => bar.Alerts));
    }

    [Fact]
    public void Of_EachStep_HasABar() => Assert.All(
        Enumerable.Range(0, 400).Select(number => DelaySteps.Of(DelaySteps.Least * Math.Pow(1.06, number))),
        step => Assert.Equal(1, DeliveryDelays.Of([new(step, 1)])!.Bars.Sum(bar => bar.Alerts)));

    [Fact]
    public void Of_Nothing_IsNotTold() => Assert.Null(DeliveryDelays.Of([]));

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(95, "2 min")]
    [InlineData(7_200, "2 h")]
    public void Words_ADelay_AreShort(double seconds, string words) => Assert.Equal(words, DeliveryDelays.Words(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public async Task Status_Delays_AreATableWhoseBarsNeedNoStyle()
    {
        var page = await SomePages.ParseAsync(SomePages.Renderer.StatusAsync(SomePages.Status() with { Delays = DeliveryDelays.Of([Count(3, 1)]) }));

        Assert.Equal(6, page.QuerySelectorAll(".chart tbody tr").Length);
        Assert.Equal(["100", "0", "0", "0", "0", "0"], page.QuerySelectorAll(".chart rect").Select(bar => bar.GetAttribute("width")));
        Assert.Contains("3.0 s", page.QuerySelector("#delays + p")!.TextContent, StringComparison.Ordinal);
    }

    private static DelayCount Count(double seconds, long alerts) => new(TimeSpan.FromSeconds(seconds), alerts);
}
