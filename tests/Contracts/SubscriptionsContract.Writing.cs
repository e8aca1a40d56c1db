using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class SubscriptionsContract
{
    [Fact]
    public async Task TryWriteAsync_VersionRead_Grows()
    {
        var subscription = Of(confirmed: false);
        await WriteAsync(subscription);

        Assert.True(await Subscriptions.TryWriteAsync([subscription.Confirmed(Now) with { Version = 1 }], message: null, Token));

        Assert.Equal(subscription.Confirmed(Now) with { Version = 2 }, await Subscriptions.FindAsync(subscription.Id, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        var subscription = Of(confirmed: false);
        await WriteAsync(subscription);

        Assert.False(await Subscriptions.TryWriteAsync([subscription.Confirmed(Now) with { Version = version }], message: null, Token));

        Assert.Equal(subscription with { Version = 1 }, await Subscriptions.FindAsync(subscription.Id, Token));
    }

    [Fact]
    public async Task TryWriteAsync_UnknownRowWithAVersion_WritesNothing()
    {
        Assert.False(await Subscriptions.TryWriteAsync([Of() with { Version = 3 }], message: null, Token));

        Assert.Empty(await Subscriptions.CountAsync(Token));
    }

    [Fact]
    public async Task TryWriteAsync_OneOfSeveralChanged_WritesNoneAndNoMessage()
    {
        var known = Of("ada@example.com");
        await WriteAsync(known);

        Assert.False(await Subscriptions.TryWriteAsync([Of("grace@example.com"), known.Ended(Now)], Confirmation(known), Token));

        Assert.Null(await Subscriptions.FindAsync(Of("grace@example.com").Id, Token));
        Assert.Equal(known with { Version = 1 }, await Subscriptions.FindAsync(known.Id, Token));
        Assert.Equal(0, (await Outbox.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task TryWriteAsync_SameRowTwice_WritesNothing()
    {
        Assert.False(await Subscriptions.TryWriteAsync([Of(), Of()], message: null, Token));

        Assert.Null(await Subscriptions.FindAsync(Of().Id, Token));
    }

    [Fact]
    public async Task TryWriteAsync_WithMessage_AddsItOnce()
    {
        var subscription = Of(confirmed: false);

        Assert.True(await Subscriptions.TryWriteAsync([subscription], Confirmation(subscription), Token));
        Assert.True(await Subscriptions.TryWriteAsync([subscription with { Version = 1 }], Confirmation(subscription), Token));

        AssertSame<OutboxMessage>(Confirmation(subscription), Assert.Single(await Outbox.NewestAsync(10, Token)).Message);
        Assert.Equal(2, (await Subscriptions.FindAsync(subscription.Id, Token))!.Version);
    }

    [Fact]
    public async Task TryWriteAsync_NothingButAMessage_AddsIt()
    {
        Assert.True(await Subscriptions.TryWriteAsync([], Confirmation(Of()), Token));

        Assert.Equal(1, (await Outbox.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task TryWriteAsync_ManyAtOnce_OneWins()
    {
        var subscription = Of();

        var won = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
            () => Subscriptions.TryWriteAsync([subscription with { Cadence = (Cadence)(i % 4) }], message: null, Token))));

        Assert.Single(won, true);
        Assert.Equal(1, (await Subscriptions.FindAsync(subscription.Id, Token))!.Version);
    }
}
