using Tipstaff.Breakers;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IProviderBreakers"/>.</summary>
public abstract class ProviderBreakersContract : StoreContract
{
    private static readonly CircuitBreaker Opened = new()
    {
        FailuresInARow = 5,
        Outcomes = ulong.MaxValue,
        Remembered = 64,
        OpenedAt = Some.Monday9Am.AddTicks(1),
        HeldSince = Some.Monday9Am.AddTicks(2),
        OpenUntil = Some.Monday9Am.AddTicks(3),
        OpenFor = TimeSpan.FromMinutes(10),
    };

    [Fact]
    public async Task FindAsync_NeverWritten_FindsNothing() => Assert.Null(await Breakers.FindAsync("smtp", Token));

    [Fact]
    public async Task FindAsync_Written_ComesBackWithEveryField()
    {
        Assert.True(await Breakers.TryWriteAsync(new ProviderBreaker("smtp", Opened), notice: null, Token));
        Assert.True(await Breakers.TryWriteAsync(new ProviderBreaker("outbox", CircuitBreaker.New), notice: null, Token));

        Assert.Equal(new ProviderBreaker("smtp", Opened, Version: 1), await Breakers.FindAsync("smtp", Token));
        Assert.Equal(new ProviderBreaker("outbox", CircuitBreaker.New, Version: 1), await Breakers.FindAsync("outbox", Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        await Breakers.TryWriteAsync(new ProviderBreaker("smtp", Opened), notice: null, Token);

        Assert.False(await Breakers.TryWriteAsync(new ProviderBreaker("smtp", CircuitBreaker.New, version), Notice(), Token));

        Assert.Equal(Opened, (await Breakers.FindAsync("smtp", Token))!.Breaker);
        Assert.Empty(await Notices.NewestAsync(10, Token));
    }

    [Fact]
    public async Task TryWriteAsync_VersionRead_GrowsAndTellsInTheSameStep()
    {
        await Breakers.TryWriteAsync(new ProviderBreaker("smtp", Opened), notice: null, Token);

        Assert.True(await Breakers.TryWriteAsync(new ProviderBreaker("smtp", CircuitBreaker.New, Version: 1), Notice(), Token));

        Assert.Equal(2, (await Breakers.FindAsync("smtp", Token))!.Version);
        AssertSame<IReadOnlyList<OperatorNotice>>([Notice()], await Notices.FindUntoldAsync(10, Token));
    }

    [Fact]
    public async Task TryWriteAsync_ManyAtOnce_OneWins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Breakers.TryWriteAsync(new ProviderBreaker("smtp", Opened), notice: null, Token))));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task TryClaimTrialAsync_AnothersTrialIsOut_IsRefused()
    {
        Assert.True(await Breakers.TryClaimTrialAsync(Claim("one"), Token));

        Assert.False(await Breakers.TryClaimTrialAsync(Claim("other", after: TimeSpan.FromMinutes(2) - TimeSpan.FromTicks(1)), Token));
        Assert.True(await Breakers.TryClaimTrialAsync(Claim("other") with { Provider = "smtp2" }, Token));
    }

    [Fact]
    public async Task TryClaimTrialAsync_LapsedClaim_IsAnothers()
    {
        await Breakers.TryClaimTrialAsync(Claim("one"), Token);

        Assert.True(await Breakers.TryClaimTrialAsync(Claim("other", after: TimeSpan.FromMinutes(2)), Token));

        Assert.False(await Breakers.TryClaimTrialAsync(Claim("one", after: TimeSpan.FromMinutes(3)), Token));
    }

    [Fact]
    public async Task TryClaimTrialAsync_ItsHolderAgain_IsGrantedAndReachesFurther()
    {
        await Breakers.TryClaimTrialAsync(Claim("one"), Token);

        Assert.True(await Breakers.TryClaimTrialAsync(Claim("one", after: TimeSpan.FromMinutes(1)), Token));

        Assert.False(await Breakers.TryClaimTrialAsync(Claim("other", after: TimeSpan.FromMinutes(2.5)), Token));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public async Task TryClaimTrialAsync_BreakerWrittenSince_CountsForThatVersionOnly(long version, bool isGranted)
    {
        await Breakers.TryClaimTrialAsync(Claim("one") with { Version = 3 }, Token);

        Assert.Equal(isGranted, await Breakers.TryClaimTrialAsync(Claim("other") with { Version = version }, Token));

        Assert.Equal(!isGranted, await Breakers.TryClaimTrialAsync(Claim("one") with { Version = 3 }, Token));
    }

    [Fact]
    public async Task TryClaimTrialAsync_StoredOneReachesTooFarAhead_IsNotBelieved()
    {
        await Breakers.TryClaimTrialAsync(Claim("one", after: TimeSpan.FromDays(1)), Token);

        Assert.True(await Breakers.TryClaimTrialAsync(Claim("other"), Token));
    }

    [Fact]
    public async Task TryClaimTrialAsync_ManyAtOnce_OneWins()
    {
        var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(holder => Task.Run(() => Breakers.TryClaimTrialAsync(Claim($"{holder}"), Token))));

        Assert.Single(won, true);
    }

    private static TrialClaim Claim(string holder, TimeSpan after = default) =>
        new("smtp", Version: 1, holder, Some.Monday9Am + after, Some.Monday9Am + after + TimeSpan.FromMinutes(2));

    private static OperatorNotice Notice() => OperatorNotice.Of(NoticeKind.ProviderIsBack, "smtp", Some.Monday9Am, "It is back.");
}
