using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="ISuppressions"/>.</summary>
public abstract class SuppressionsContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly SubscriberId Ada = Some.Subscription().Subscriber;
    private static readonly SubscriberId Grace = Some.Subscription("grace@example.com").Subscriber;

    [Fact]
    public async Task FindAsync_SomeKnown_ReturnsThoseWithEveryField()
    {
        var full = new AddressRecord
        {
            Subscriber = Ada,
            SuppressedAt = Now.AddTicks(1),
            Cause = SuppressionCause.SoftBounces,
            Reason = "452 “full” – ünïcode",
            SoftInARow = 5,
            SoftSince = Now.AddTicks(2),
            SoftAt = Now.AddTicks(3),
            SoftMessage = IdempotencyKey.OfConfirmation(Ada, new DateOnly(2026, 3, 2)),
            IsReportedLater = true,
            LiftedAt = Now.AddTicks(4),
        };
        Assert.True(await Suppressions.TryWriteAsync(full, notice: null, Token));

        var found = await Suppressions.FindAsync([Grace, Ada, Ada], Token);

        Assert.Equal(full with { Version = 1 }, Assert.Single(found).Value);
        Assert.Empty(await Suppressions.FindAsync([], Token));
        Assert.Empty(await Suppressions.FindAsync([Grace], Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        await Suppressions.TryWriteAsync(AddressRecord.New(Ada) with { SoftInARow = 3 }, notice: null, Token);

        Assert.False(await Suppressions.TryWriteAsync(AddressRecord.New(Ada) with { Version = version }, Notice(), Token));

        Assert.Equal(3, Assert.Single(await Suppressions.FindAsync([Ada], Token)).Value.SoftInARow);
        Assert.Empty(await Notices.NewestAsync(10, Token));
    }

    [Fact]
    public async Task TryWriteAsync_VersionRead_GrowsAndTellsInTheSameStep()
    {
        await Suppressions.TryWriteAsync(AddressRecord.New(Ada), notice: null, Token);

        Assert.True(await Suppressions.TryWriteAsync(AddressRecord.New(Ada) with { Version = 1, Reason = "550" }, Notice(), Token));

        Assert.Equal(AddressRecord.New(Ada) with { Version = 2, Reason = "550" }, Assert.Single(await Suppressions.FindAsync([Ada], Token)).Value);
        AssertSame<IReadOnlyList<OperatorNotice>>([Notice()], await Notices.FindUntoldAsync(10, Token));
    }

    private static OperatorNotice Notice() => OperatorNotice.Of(NoticeKind.AddressSuppressed, "ada", Now, "It bounced.");
}
