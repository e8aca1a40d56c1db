using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Suppressions;

public sealed class TakeDeliveryReportTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly SubscriberId Ada = Some.Subscription().Subscriber;

    private readonly InMemoryStore _store = new();
    private readonly LogLines _log = new();

    [Fact]
    public async Task RunAsync_HardBounceTwice_SuppressesAndTellsOperatorsOnceByTheSubscribersId()
    {
        var report = new DeliveryReport(DeliveryReportKind.HardBounce, Now, "550 5.1.1 no such user") { Subscriber = Ada };

        await TakeAsync(report);
        var record = await TakeAsync(report with { At = Now.AddMinutes(1) });

        Assert.Equal(SuppressionCause.HardBounce, record!.Cause);
        var notice = Assert.Single(await _store.OperatorNotices.NewestAsync(10, default));
        Assert.Equal(NoticeKind.AddressSuppressed, notice.Kind);
        Assert.Contains(Ada.Value, notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryReportKind.HardBounce, true)]
    [InlineData(DeliveryReportKind.Complaint, false)]
    public async Task RunAsync_Suppressed_OperatorsReadOfAWayBackOnlyWhereThereIsOne(DeliveryReportKind kind, bool isLiftable)
    {
        await TakeAsync(new DeliveryReport(kind, Now, "") { Subscriber = Ada });

        var text = Assert.Single(await _store.OperatorNotices.NewestAsync(10, default)).Text;
        Assert.Equal(isLiftable, text.Contains("Confirming a subscription anew", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ReportOfAMessage_FindsItsSubscriber()
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert());
        await _store.Outbox.TryAddAsync(message, default);

        await TakeAsync(new DeliveryReport(DeliveryReportKind.Complaint, Now, "") { Message = message.Key });

        Assert.Equal(SuppressionCause.Complaint, Assert.Single(await _store.Suppressions.FindAsync([Ada], default)).Value.Cause);
    }

    [Fact]
    public async Task RunAsync_NobodyKnown_ChangesNothingAndSaysSo()
    {
        var record = await TakeAsync(new DeliveryReport(DeliveryReportKind.HardBounce, Now, "") { Message = IdempotencyKey.Of(Some.Alert().Id) });

        Assert.Null(record);
        Assert.Contains("names nobody that is known", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SoftBounce_TellsNobodyYet()
    {
        await TakeAsync(new DeliveryReport(DeliveryReportKind.SoftBounce, Now, "452 full") { Subscriber = Ada });

        Assert.Equal(1, Assert.Single(await _store.Suppressions.FindAsync([Ada], default)).Value.SoftInARow);
        Assert.Empty(await _store.OperatorNotices.NewestAsync(10, default));
    }

    [Fact]
    public async Task ConfirmSubscriptions_AfterAComplaint_LiftsIt()
    {
        await TakeAsync(new DeliveryReport(DeliveryReportKind.Complaint, Now, "") { Subscriber = Ada });
        await _store.Subscriptions.TryWriteAsync([Some.Subscription(confirmed: false)], message: null, default);

        await new ConfirmSubscriptions(_store.Subscriptions, _store.Suppressions, _store.Clock).RunAsync(Ada, default);

        Assert.Null(Assert.Single(await _store.Suppressions.FindAsync([Ada], default)).Value.Objection);
    }

    [Fact]
    public async Task ConfirmSubscriptions_NothingPending_LiftsNothing()
    {
        await TakeAsync(new DeliveryReport(DeliveryReportKind.Complaint, Now, "") { Subscriber = Ada });

        await new ConfirmSubscriptions(_store.Subscriptions, _store.Suppressions, _store.Clock).RunAsync(Ada, default);

        Assert.NotNull(Assert.Single(await _store.Suppressions.FindAsync([Ada], default)).Value.Objection);
    }

    [Fact]
    public async Task RunAsync_CanarysRowIsBroken_TheReportCountsAllTheSame()
    {
        var broken = new BrokenCanaryLog();
        var canary = new SomeCanary(_store, log: broken);
        var take = new TakeDeliveryReport(_store.Suppressions, _store.Outbox, canary.Arrivals, NullLogger<TakeDeliveryReport>.Instance);
        await take.RunAsync(new DeliveryReport(DeliveryReportKind.SoftBounce, Now, "452 full") { Subscriber = canary.Subscription.Subscriber }, default);

        var after = await take.RunAsync(new DeliveryReport(DeliveryReportKind.Delivered, Now, "") { Subscriber = canary.Subscription.Subscriber, IsReportedLater = true }, default);

        Assert.Equal((1, 0), (broken.Asked, after?.SoftInARow));
    }

    private async Task<AddressRecord?> TakeAsync(DeliveryReport report)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(_log));
        return await new TakeDeliveryReport(_store.Suppressions, _store.Outbox, SomeCanary.Off(_store).Arrivals, logging.CreateLogger<TakeDeliveryReport>()).RunAsync(report, default);
    }
}
