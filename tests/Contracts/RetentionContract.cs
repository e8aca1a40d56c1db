using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IRetention"/>.</summary>
public abstract class RetentionContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly RetentionLimits Limits = new(Now.AddHours(1), Now.AddHours(1));

    [Fact]
    public async Task TakeMessagesAsync_EndedBefore_GoAndAreStillCounted()
    {
        await EndAsync(1, new Delivery.Delivered("smtp", Now));
        await EndAsync(2, new Delivery.Suppressed("ended", Now));
        await EndAsync(3, new Delivery.DeadLettered("no", Now));

        Assert.Equal(3, await TakeAsync());

        Assert.Empty(await Outbox.NewestAsync(10, Token));
        Assert.Equal(new OutboxCounts(0, 1, 1, 0, null), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.ReplayAsync(keys: null, Now, Token));
        Assert.Equal(0, await TakeAsync());
    }

    [Fact]
    public async Task TakeMessagesAsync_WaitingOrEndedLater_Stay()
    {
        await Outbox.TryAddAsync(Message(1), Token);
        await EndAsync(2, new Delivery.Delivered("smtp", Limits.EndedBefore));
        await EndAsync(3, new Delivery.Delivered("smtp", Limits.EndedBefore.AddTicks(-1)));

        Assert.Equal(1, await TakeAsync());

        Assert.Equal([Message(2).Key, Message(1).Key], (await Outbox.NewestAsync(10, Token)).Select(row => row.Message.Key));
        Assert.Equal([Message(1).Key], await Outbox.FindDueAsync(Now, 10, Token));
    }

    [Fact]
    public async Task TakeMessagesAsync_MoreThanABatch_AllGoBatchByBatch()
    {
        const int Many = 1_203;
        var messages = Enumerable.Range(1, Many).Select(Message).ToList();
        Assert.True(await Dockets.TryRecordAsync(
            new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Now }, Alerts = [.. messages.Select(message => message.Alert)] }, Token));
        var claims = await Outbox.ClaimAsync([.. messages.Select(message => message.Key)], Now, Now.AddHours(1), "smtp", Token);
        await Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("smtp", Now)))], Token);

        Assert.Equal(Many, await TakeAsync());

        Assert.Equal(new OutboxCounts(0, Many, 0, 0, null), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task TakeMessagesAsync_Digest_GoesWithWhatItTold()
    {
        var slot = new DigestSlot(Cadence.Daily, Now);
        var parts = new List<DigestPart>();
        for (var number = 1; number <= 2; number++)
        {
            var part = await Digests.FoldAsync(Message(number).Alert with { Digest = slot }, 10, Token);
            Assert.Single((await Digests.CloseAsync(part, 10, Token)).Alerts);
            parts.Add(part);
        }

        await EndAsync(OutboxMessage.DigestMessage.Of(parts[0], Now.AddMinutes(-2)), new Delivery.Delivered("smtp", Now));
        await Outbox.TryAddAsync(OutboxMessage.DigestMessage.Of(parts[1], Now.AddMinutes(-2)), Token);

        Assert.Equal(1, await TakeAsync());

        Assert.Empty((await Digests.CloseAsync(parts[0], 10, Token)).Alerts);
        Assert.Single((await Digests.CloseAsync(parts[1], 10, Token)).Alerts);
    }

    [Fact]
    public async Task TakeUnreadableAsync_SeenBefore_GoesThoughTheCourtSendsNothingNew()
    {
        var state = CourtState.New(Some.Nysd) with { CheckedAt = Now };
        await Dockets.TryRecordAsync(new CourtStep { State = state, Unreadable = [new("old", "why"), new("older", "why")] }, Token);
        await Dockets.TryRecordAsync(new CourtStep { State = state with { Version = 1, CheckedAt = Limits.SeenBefore }, Unreadable = [new("new", "why")] }, Token);

        var count = 0;
        for (var batch = new RetentionBatch(0, MayBeMore: true); batch.MayBeMore; count += batch.Count)
        {
            batch = await Retention.TakeUnreadableAsync(Limits, Token);
        }

        Assert.Equal(2, count);
        Assert.Equal(["new"], (await Dockets.UnreadableAsync(10, Token)).Select(item => item.Item.Text));
    }

    [Fact]
    public async Task TakeNoticesAsync_ToldAndOld_GoAndOthersStay()
    {
        var (told, untold, young) = (Notice("told", Now), Notice("untold", Now), Notice("young", Limits.EndedBefore));
        await Notices.AddAsync([told, untold, young], Token);
        Assert.True(await Notices.TryMarkToldAsync([told.Id, young.Id], message: null, Token));

        Assert.Equal(1, (await Retention.TakeNoticesAsync(Limits, Token)).Count);

        Assert.Equal([young, untold], (await Notices.NewestAsync(10, Token)).OrderByDescending(notice => notice.At));
        Assert.Equal([untold], await Notices.FindUntoldAsync(10, Token));
        Assert.Equal(0, (await Retention.TakeNoticesAsync(Limits, Token)).Count);

        static OperatorNotice Notice(string about, DateTimeOffset at) => OperatorNotice.Of(NoticeKind.DeadLetter, about, at, about);
    }

    private async Task<int> TakeAsync()
    {
        var count = 0;
        for (var batch = new RetentionBatch(0, MayBeMore: true); batch.MayBeMore; count += batch.Count)
        {
            batch = await Retention.TakeMessagesAsync(Limits, Token);
        }

        return count;
    }

    private static OutboxMessage.AlertMessage Message(int number) =>
        OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now, entries: Some.Entry($"{number}", $"{number}")));

    private Task EndAsync(int number, Delivery delivery) => EndAsync(Message(number), delivery);

    private async Task EndAsync(OutboxMessage message, Delivery delivery)
    {
        await Outbox.TryAddAsync(message, Token);
        var claim = Assert.Single(await Outbox.ClaimAsync([message.Key], Now, Now.AddHours(1), "smtp", Token));
        Assert.Single(await Outbox.RecordAsync([new(claim.Message.Key, claim.ClaimToken, delivery)], Token));
    }
}
