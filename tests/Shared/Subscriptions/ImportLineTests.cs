using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class ImportLineTests
{
    [Fact]
    public void Read_WholeLine_IsRead()
    {
        var line = ImportLine.Read(["ada@example.com", "nysd", "1:24-cv-01234", "", "immediate", "2026-03-01T09:00:00-05:00"], Some.Monday9Am, out _);

        Assert.Equal(new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.Zero), line!.ConfirmedAt);
    }

    [Fact]
    public void Read_ShortLine_IsConfirmedNow() =>
        Assert.Null(ImportLine.Read(["ada@example.com", "nysd", "1:24-cv-01234"], Some.Monday9Am, out _)!.ConfirmedAt);

    [Theory]
    [InlineData("ada@example.com,nysd,,,,", SubscriptionKind.Court, Cadence.Immediate)]
    [InlineData("ada@example.com,,,acme roe,daily,", SubscriptionKind.Query, Cadence.Daily)]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,,weekly,", SubscriptionKind.Case, Cadence.Weekly)]
    public void Read_EachKind_IsRead(string csv, SubscriptionKind kind, Cadence cadence)
    {
        var line = ImportLine.Read(csv.Split(','), Some.Monday9Am, out var trouble);

        Assert.Null(trouble);
        var subscription = line!.Request.ToSubscription(Some.Subscription().Subscriber, Some.Monday9Am);
        Assert.Equal((kind, cadence), (subscription.Kind, subscription.Cadence));
    }

    [Theory]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,words,immediate,", "query")]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,,yearly,", "'yearly'")]
    [InlineData("ada@example.com,nysd,,a,,", "'a'")]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,,,yesterday", "'yesterday'")]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,,,2027-01-01", "future")]
    [InlineData("ada@example.com,nysd,1:24-cv-01234,,,,more", "7 fields")]
    [InlineData("ada@example.com,nowhere,1:24-cv-01234,,,", "'nowhere'")]
    [InlineData("ada,nysd,1:24-cv-01234,,,", "e-mail")]
    [InlineData("", "e-mail")]
    public void Read_BadLine_SaysWhatIsWrong(string csv, string says)
    {
        Assert.Null(ImportLine.Read(csv.Split(','), Some.Monday9Am, out var trouble));

        Assert.Contains(says, trouble, StringComparison.Ordinal);
    }
}
