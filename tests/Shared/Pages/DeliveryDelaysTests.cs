using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Pages;

public sealed class DeliveryDelaysTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    [Fact]
    public void Of_AHundredAlerts_TellsTheirNearestRanks()
    {
        var delays = DeliveryDelays.Of(Enumerable.Range(1, 100).Select(seconds => Row(TimeSpan.FromSeconds(seconds))), Now)!;

        Assert.Equal((100, TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(95)), (delays.Alerts, delays.Median, delays.Slow));
        Assert.Equal([4, 25, 71, 0, 0, 0], delays.Bars.Select(bar => bar.Alerts));
        Assert.Equal([5, 35, 100, 0, 0, 0], delays.Bars.Select(bar => bar.Length));
    }

    [Fact]
    public void Of_AClockThatWasPutBack_CountsAsNoDelay() =>
        Assert.Equal(TimeSpan.Zero, DeliveryDelays.Of([Row(TimeSpan.FromSeconds(-5))], Now)!.Median);

    [Fact]
    public void Of_NothingThatCounts_IsNotTold()
    {
        var alert = Some.Alert();
        OutboxRow[] rows =
        [
            new(OutboxMessage.AlertMessage.Of(alert), OutboxState.Waiting, null, Now),
            new(OutboxMessage.AlertMessage.Of(alert), OutboxState.Delivered, "outbox", Now.AddHours(-25)),
        ];

        Assert.Null(DeliveryDelays.Of(rows, Now));
    }

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
        var page = await SomePages.ParseAsync(SomePages.Renderer.StatusAsync(SomePages.Status() with { Delays = DeliveryDelays.Of([Row(TimeSpan.FromSeconds(3))], Now) }));

        Assert.Equal(6, page.QuerySelectorAll(".chart tbody tr").Length);
        Assert.Equal(["100", "0", "0", "0", "0", "0"], page.QuerySelectorAll(".chart rect").Select(bar => bar.GetAttribute("width")));
        Assert.Contains("3.0 s", page.QuerySelector("#delays + p")!.TextContent, StringComparison.Ordinal);
    }

    private static OutboxRow Row(TimeSpan delay)
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert()) with { CreatedAt = Now.AddHours(-1) };
        return new(message, OutboxState.Delivered, "outbox", message.CreatedAt + delay);
    }
}
