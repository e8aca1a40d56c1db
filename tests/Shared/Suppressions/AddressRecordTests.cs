using Tipstaff.Outbox;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Suppressions;

public sealed class AddressRecordTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly AddressRecord New = AddressRecord.New(Some.Subscription().Subscriber);

    [Fact]
    public void After_HardBounce_IsSuppressedAtOnceWithItsDay()
    {
        var record = New.After(Report(DeliveryReportKind.HardBounce, Now));

        Assert.Equal((SuppressionCause.HardBounce, Now, "550 no"), (record.Cause, record.SuppressedAt, record.Reason));
        Assert.Equal("the address bounced on 2026-03-02", record.Objection);
        Assert.Null(New.Objection);
    }

    [Theory]
    [InlineData(4, 24, false)]
    [InlineData(5, 17, false)]
    [InlineData(5, 18, true)]
    [InlineData(4, 100, false)]
    [InlineData(6, 15, true)]
    public void After_SoftBounces_SuppressFiveInARowOverThreeDays(int count, int hoursBetween, bool suppressed)
    {
        var record = Soft(count, TimeSpan.FromHours(hoursBetween));

        Assert.Equal(suppressed, record.Cause is SuppressionCause.SoftBounces);
    }

    [Fact]
    public void After_DeliveryInBetween_TheRowStartsAnew()
    {
        var record = Soft(4, TimeSpan.FromDays(1)).After(Report(DeliveryReportKind.Delivered, Now.AddDays(4)));

        Assert.Equal(1, record.After(Report(DeliveryReportKind.SoftBounce, Now.AddDays(5))).SoftInARow);
    }

    [Fact]
    public void After_BouncesReportedLater_BeingAcceptedEndsNoRow()
    {
        var reported = New.After(Report(DeliveryReportKind.SoftBounce, Now) with { IsReportedLater = true });

        Assert.Equal(1, reported.After(Report(DeliveryReportKind.Delivered, Now.AddDays(1))).SoftInARow);
        Assert.Equal(0, reported.After(Report(DeliveryReportKind.Delivered, Now.AddDays(1)) with { IsReportedLater = true }).SoftInARow);
    }

    [Fact]
    public void After_SameSoftBounceTwice_CountsOnce()
    {
        var key = IdempotencyKey.Of(Some.Alert().Id);
        var once = New.After(Report(DeliveryReportKind.SoftBounce, Now) with { Message = key });

        Assert.Equal(once, once.After(Report(DeliveryReportKind.SoftBounce, Now)));
        Assert.Equal(once, once.After(Report(DeliveryReportKind.SoftBounce, Now.AddHours(1)) with { Message = key }));
    }

    [Fact]
    public void After_Complaint_OutweighsABounceAndStays()
    {
        var record = New.After(Report(DeliveryReportKind.HardBounce, Now))
            .After(Report(DeliveryReportKind.Complaint, Now.AddDays(1)))
            .After(Report(DeliveryReportKind.HardBounce, Now.AddDays(2)))
            .After(Report(DeliveryReportKind.Delivered, Now.AddDays(3)));

        Assert.Equal("the recipient complained on 2026-03-03", record.Objection);
    }

    [Theory]
    [InlineData(DeliveryReportKind.HardBounce)]
    [InlineData(DeliveryReportKind.Complaint)]
    public void Lifted_ReportFromBefore_CountsNoMore(DeliveryReportKind kind)
    {
        var lifted = New.After(Report(kind, Now)).Lifted(Now.AddDays(2));

        Assert.Null(lifted.Objection);
        Assert.Null(lifted.After(Report(kind, Now.AddDays(1))).Objection);
        Assert.NotNull(lifted.After(Report(kind, Now.AddDays(3))).Objection);
    }

    private static AddressRecord Soft(int count, TimeSpan between) =>
        Enumerable.Range(0, count).Aggregate(New, (record, i) => record.After(Report(DeliveryReportKind.SoftBounce, Now + (i * between))));

    private static DeliveryReport Report(DeliveryReportKind kind, DateTimeOffset at) => new(kind, at, "550 no") { IsReportedLater = false };
}
