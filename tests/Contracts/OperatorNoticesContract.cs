using Tipstaff.Checks;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IOperatorNotices"/>, and of the steps that write notices together with what they tell of.</summary>
public abstract class OperatorNoticesContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    [Fact]
    public async Task AddAsync_UnknownIds_AreUntoldOldestFirst()
    {
        await Notices.AddAsync([Notice("one"), Notice("two")], Token);
        await Notices.AddAsync([Notice("three")], Token);

        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("one"), Notice("two")], await Notices.FindUntoldAsync(2, Token));
        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("three"), Notice("two"), Notice("one")], await Notices.NewestAsync(10, Token));
    }

    [Fact]
    public async Task AddAsync_KnownId_AddsNothing()
    {
        await Notices.AddAsync([Notice("one")], Token);
        Assert.True(await Notices.TryMarkToldAsync([Notice("one").Id], message: null, Token));

        await Notices.AddAsync([Notice("one") with { Text = "another text" }], Token);

        Assert.Empty(await Notices.FindUntoldAsync(10, Token));
        Assert.Equal(Notice("one").Text, Assert.Single(await Notices.NewestAsync(10, Token)).Text);
    }

    [Fact]
    public async Task TryMarkToldAsync_AllUntold_AddsTheMessageInTheSameStep()
    {
        await Notices.AddAsync([Notice("one"), Notice("two"), Notice("three")], Token);

        Assert.True(await Notices.TryMarkToldAsync([Notice("one").Id, Notice("two").Id], Message("one", "two"), Token));

        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("three")], await Notices.FindUntoldAsync(10, Token));
        AssertSame<OutboxMessage>(Message("one", "two"), Assert.Single(await Outbox.NewestAsync(10, Token)).Message);
    }

    [Theory]
    [InlineData("two")]
    [InlineData("unknown")]
    public async Task TryMarkToldAsync_OneToldOrUnknown_WritesNothing(string other)
    {
        await Notices.AddAsync([Notice("one"), Notice("two")], Token);
        await Notices.TryMarkToldAsync([Notice("two").Id], message: null, Token);

        Assert.False(await Notices.TryMarkToldAsync([Notice("one").Id, Notice(other).Id], Message("one"), Token));

        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("one")], await Notices.FindUntoldAsync(10, Token));
        Assert.Empty(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task TryRecordAsync_StepWithNotices_WritesThemWithTheStepOnly()
    {
        var step = new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Now }, Notices = [Notice("gap")] };

        Assert.True(await Dockets.TryRecordAsync(step, Token));
        Assert.False(await Dockets.TryRecordAsync(step with { Notices = [Notice("of a lost race")] }, Token));

        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("gap")], await Notices.FindUntoldAsync(10, Token));
    }

    [Fact]
    public async Task RecordAsync_WithANotice_WritesItWithTheRecordOnly()
    {
        var alert = OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now));
        await Outbox.TryAddAsync(alert, Token);
        var claim = Assert.Single(await Outbox.ClaimAsync([alert.Key], Now, Now.AddMinutes(5), "smtp", Token));

        var dead = new Delivery.DeadLettered("refused", Now);
        await Outbox.RecordAsync([new DeliveryRecord(alert.Key, "of another claim", dead, Notice("not written"))], Token);
        await Outbox.RecordAsync([new DeliveryRecord(alert.Key, claim.ClaimToken, dead, Notice("dead"))], Token);

        AssertSame<IReadOnlyList<OperatorNotice>>([Notice("dead")], await Notices.FindUntoldAsync(10, Token));
    }

    private static OperatorNotice Notice(string about) => OperatorNotice.Of(NoticeKind.Gap, about, Now, $"About {about}, “ünïcode”.", Some.Nysd);

    private static OutboxMessage.OperatorMessage Message(params string[] abouts) => new([.. abouts.Select(Notice)])
    {
        Key = IdempotencyKey.Parse(ContentKey.Of(abouts)),
        Subscriber = Some.Subscription().Subscriber,
        CreatedAt = Now,
        DueAt = Now,
    };
}
