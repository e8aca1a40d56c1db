using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>Who is told of entries that the feed shows without a time.</summary>
public sealed class CheckCourtUntimedTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private static DateTimeOffset Nine => Some.Monday9Am;

    [Fact]
    public async Task RunAsync_OldEntryThatALongerFeedShowsAfterAShortOne_IsToldToNobodyWhoConfirmedSince()
    {
        await FollowAsync(confirmedAt: Nine);
        await ReadAsync(Nine, SomeFeed.Item(9, Nine.AddMinutes(-5)));

        var alerts = await ReadAsync(
            Nine.AddMinutes(20),
            SomeFeed.Item(9, Nine.AddMinutes(-5)),
            SomeFeed.Item(8, Nine.AddMinutes(-30)),
            SomeFeed.Item(7, timed: false),
            SomeFeed.Item(6, Nine.AddMinutes(-60)));

        Assert.Equal(0, alerts);
    }

    [Fact]
    public async Task RunAsync_NewEntryAboveOneFromAfterTheConfirmation_IsTold()
    {
        await ReadAsync(Nine, SomeFeed.Item(6, Nine.AddMinutes(-60)));
        await FollowAsync(confirmedAt: Nine.AddMinutes(10));

        var alerts = await ReadAsync(
            Nine.AddMinutes(20),
            SomeFeed.Item(9, Nine.AddMinutes(18), docket: "1:26-cv-09999", caseId: "700000"),
            SomeFeed.Item(8, timed: false),
            SomeFeed.Item(7, Nine.AddMinutes(12), docket: "1:26-cv-09999", caseId: "700000"),
            SomeFeed.Item(6, Nine.AddMinutes(-60)));

        Assert.Equal(1, alerts);
    }

    [Fact]
    public async Task RunAsync_NeighbourWithADateThatCannotBe_SaysNothingOfTheEntryBelow()
    {
        await FollowAsync(confirmedAt: Nine.AddHours(-2));
        await ReadAsync(Nine, SomeFeed.Item(6, Nine.AddMinutes(-60)));

        var alerts = await ReadAsync(
            Nine.AddMinutes(20), SomeFeed.Item(8, DateTimeOffset.UnixEpoch), SomeFeed.Item(7, timed: false), SomeFeed.Item(6, Nine.AddMinutes(-60)));

        Assert.Equal(1, alerts);
    }

    private async Task<int> ReadAsync(DateTimeOffset builtAt, params string[] items)
    {
        _bench.Clock.Advance(builtAt.AddMinutes(1) - _bench.Clock.GetUtcNow());
        _bench.Source.Gives(SomeFeed.Of(builtAt, items));
        return (await _bench.RunAsync()).Alerts;
    }

    private async Task FollowAsync(DateTimeOffset confirmedAt) =>
        Assert.True(await _bench.Store.Subscriptions.TryWriteAsync([Some.Subscription(confirmedAt: confirmedAt)], message: null, default));
}
