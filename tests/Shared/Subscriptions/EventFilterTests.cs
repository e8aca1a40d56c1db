using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class EventFilterTests
{
    [Theory]
    [InlineData("motion", "", "Motion to Dismiss", true)]
    [InlineData("motion", "", "Notice of Appearance", false)]
    [InlineData("motion|order", "", "Order on Motion|Notice", true)]
    [InlineData("", "notice of appearance", "Notice of Appearance", false)]
    [InlineData("", "notice of appearance", "Notice of Appeal", true)]
    [InlineData("", "exhibit", "Motion|Exhibit", true)]
    [InlineData("", "exhibit|motion", "Motion|Exhibit", false)]
    [InlineData("motion", "order", "Order on Motion", false)]
    public void Passes_Labels_AreLookedThrough(string include, string exclude, string labels, bool passes)
    {
        Assert.True(EventFilter.TryRead(Words(include), Words(exclude), out var filter));

        Assert.Equal(passes, filter.Passes(Some.Entry(labels: labels.Split('|'))));
    }

    [Fact]
    public void Passes_EntryWithoutLabel_IsTold()
    {
        Assert.True(EventFilter.TryRead(["motion"], ["order"], out var filter));

        Assert.True(filter.Passes(Some.Entry() with { Labels = [] }));
    }

    [Fact]
    public void TryRead_NoWordTooLongOrTooMany_IsRefused()
    {
        Assert.False(EventFilter.TryRead(["?!"], null, out _));
        Assert.False(EventFilter.TryRead(null, [new string('x', EventFilter.MaxWordLength + 1)], out _));
        Assert.False(EventFilter.TryRead([.. Enumerable.Range(0, EventFilter.MaxWords + 1).Select(n => $"w{n}")], null, out _));
    }

    [Fact]
    public void Equals_SameWordsInOtherOrderAndSpelling_IsTheSame()
    {
        Assert.True(EventFilter.TryRead(["Motion", "order"], [], out var one));
        Assert.True(EventFilter.TryRead(["ORDER", "motion", "Order"], null, out var other));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
    }

    private static string[] Words(string words) => words.Split('|', StringSplitOptions.RemoveEmptyEntries);
}
