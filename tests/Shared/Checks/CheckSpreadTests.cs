using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class CheckSpreadTests
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(60);

    [Fact]
    public void FirstDueAt_OverdueCourts_AreSpreadEvenlyOverTheInterval()
    {
        var seconds = Enumerable.Range(0, 4).Select(place => (First(DateTimeOffset.MinValue, place, 4) - Some.Monday9Am).TotalSeconds);

        Assert.Equal([0, 15, 30, 45], seconds);
    }

    [Fact]
    public void FirstDueAt_ASingleCourt_IsAtOnce() => Assert.Equal(Some.Monday9Am, First(DateTimeOffset.MinValue, 0, 1));

    [Fact]
    public void FirstDueAt_NotDueYet_StaysAsItIs() =>
        Assert.Equal(Some.Monday9Am.AddMinutes(7), First(Some.Monday9Am.AddMinutes(7), 3, 4));

    private static DateTimeOffset First(DateTimeOffset due, int place, int courts) => CheckSpread.FirstDueAt(due, place, courts, Some.Monday9Am, Every);
}
