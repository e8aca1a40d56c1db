using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IErasures"/>, and of <see cref="IAlertHistory"/>, which finds the same messages.</summary>
public abstract class ErasuresContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly DateTimeOffset Later = Now.AddHours(1);
    private static readonly Subscription Ada = Some.Subscription();
    private static readonly Subscription Grace = Some.Subscription("grace@example.com");
    private static readonly WebhookUrl Url = WebhookUrl.Parse("https://hooks.example.com/ada");
    private static readonly DigestSlot Slot = new(Cadence.Daily, Now);

    [Fact]
    public async Task ListAsync_Noted_ComesBackUntilItIsForgotten()
    {
        var first = Erasure.Of(Ada.Subscriber, [Ada, Some.Subscription(court: "nyed")], before: null, Now);
        var second = Erasure.Of(Grace.Subscriber, [Subscription.ToQuery(Grace.Subscriber, Grace.Address, court: null, Query(), Now)], before: null, Later);
        await Erasures.NoteAsync(second, Token);
        await Erasures.NoteAsync(first, Token);

        AssertSame<IReadOnlyList<Erasure>>([first, second], await Erasures.ListAsync(10, Token));
        Assert.Single(await Erasures.ListAsync(1, Token));
        AssertSame(second, await Erasures.FindAsync(Grace.Subscriber, Token));
        Assert.Null(await Erasures.FindAsync(Some.Subscription("eve@example.com").Subscriber, Token));
        await Erasures.ForgetAsync(first, Token);
        AssertSame<IReadOnlyList<Erasure>>([second], await Erasures.ListAsync(10, Token));
    }

    [Fact]
    public async Task ForgetAsync_AskedForAnew_StaysLookedAfter()
    {
        var erasure = Erasure.Of(Ada.Subscriber, [Ada], before: null, Now);
        await Erasures.NoteAsync(erasure, Token);
        await Erasures.NoteAsync(erasure with { AskedAt = Later }, Token);

        await Erasures.ForgetAsync(erasure, Token);

        Assert.Equal(Later, Assert.Single(await Erasures.ListAsync(10, Token)).AskedAt);
    }

    [Fact]
    public async Task EraseAsync_TwoSubscribers_TakesAllOfOneAndNothingOfTheOther()
    {
        await StoreAsync(Ada);
        await StoreAsync(Grace);

        await EraseAsync(Ada);
        await EraseAsync(Ada);

        Assert.Equal(0, await CountOfAsync(Ada));
        Assert.Equal(14, await CountOfAsync(Grace));
        Assert.All(await Outbox.NewestAsync(100, Token), row => Assert.Equal(Grace.Subscriber, row.Message.Subscriber));
        var followers = await Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token);
        Assert.Equal(new[] { Grace.Id, Hooked(Grace).Id }.ToHashSet(), followers.Select(one => one.Id).ToHashSet());
        Assert.Equal([Some.Nysd], (await Subscriptions.FollowedCourtsAsync(Token)).Named);
    }

    [Fact]
    public async Task EraseAsync_EveryState_LeavesNothingWaitingAndCountsWhatEndedForEver()
    {
        await StoreAsync(Ada);

        await EraseAsync(Ada);

        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
        Assert.Empty(await Outbox.FindDueAsync(Now.AddYears(1), 10, Token));
        Assert.Empty(await Outbox.ReplayAsync(keys: null, Later, Token));
    }

    [Fact]
    public async Task EraseAsync_MessageBeingSent_IsSeenThroughAndNothingAfterIt()
    {
        var message = OutboxMessage.AlertMessage.Of(Alert(Ada, 1));
        await Outbox.TryAddAsync(message, Token);
        var claim = Assert.Single(await Outbox.ClaimAsync([message.Key], Now, Later, "smtp", Token));

        await EraseAsync(Ada);

        Assert.False(await Outbox.TryAskAsync(message.Key, claim.ClaimToken, new ProviderPin("second", Now), Token));
        Assert.Empty(await Outbox.RecordAsync([new(message.Key, claim.ClaimToken, new Delivery.Delivered("smtp", Now))], Token));
        Assert.Empty(await Outbox.ClaimAsync([message.Key], Later, Later.AddHours(1), "smtp", Token));
        Assert.Empty(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task EraseAsync_Complainer_KeepsCauseAndMomentAlone()
    {
        var complained = AddressRecord.New(Ada.Subscriber) with { Cause = SuppressionCause.Complaint, SuppressedAt = Now, Reason = "abuse report", SoftInARow = 2, SoftAt = Now };
        await Suppressions.TryWriteAsync(complained, notice: null, Token);
        var bounced = AddressRecord.New(Grace.Subscriber) with { Cause = SuppressionCause.HardBounce, SuppressedAt = Now };
        await Suppressions.TryWriteAsync(bounced, notice: null, Token);

        foreach (var one in new[] { Ada, Grace, Ada })
        {
            await EraseAsync(one);
        }

        var kept = Assert.Single(await Suppressions.FindAsync([Ada.Subscriber, Grace.Subscriber], Token)).Value;
        Assert.Equal(AddressRecord.New(Ada.Subscriber) with { Cause = SuppressionCause.Complaint, SuppressedAt = Now, Version = 2 }, kept);
    }

    [Fact]
    public async Task EraseAsync_CameBackSince_KeepsWhatIsNew()
    {
        var back = Some.Subscription(docket: "1:26-cv-00002", requestedAt: Later, confirmed: false);
        await Subscriptions.TryWriteAsync([Ada, back], message: null, Token);
        var (old, late) = (Alert(Ada, 4), Alert(Ada, 5) with { CreatedAt = Later.AddMinutes(1) });
        var part = await Digests.FoldAsync(old, 1, Token);
        await Digests.FoldAsync(late, 1, Token);

        await EraseAsync(Ada);

        Assert.Equal([back.Id], (await Subscriptions.OfSubscriberAsync(Ada.Subscriber, Token)).Select(one => one.Id));
        Assert.Equal([late.Id], (await Digests.CloseAsync(part, 10, Token)).Alerts.Select(alert => alert.Id));
    }

    [Fact]
    public async Task EraseAsync_CameBackSince_KeepsWhatTheyWereToldAndHowTheirMailFares()
    {
        await StoreAsync(Ada);
        await EraseAsync(Ada);
        var back = Ada with { RequestedAt = Later, ConfirmedAt = Later };
        await StoreAsync(back);
        var before = await CountOfAsync(back);

        await EraseAsync(Ada);

        var marks = await Dockets.FindToldAsync(Some.Nysd, [DocumentId.Parse("127022264358")], Token);
        Assert.Equal(14, before);
        Assert.Contains(marks, mark => mark.Subscriber == back.Subscriber);
        Assert.Single(await Dockets.FindNotesAsync(Some.Nysd, [back.Id], Token));
        Assert.Single(await Suppressions.FindAsync([back.Subscriber], Token));
        Assert.Equal(2, (await Subscriptions.OfSubscriberAsync(back.Subscriber, Token)).Count);
    }

    [Fact]
    public async Task EraseAsync_CameBackSince_KeepsTheWebhooksThatAreNewOrInUse()
    {
        var (used, made) = (WebhookUrl.Parse("https://used.example.com/"), WebhookUrl.Parse("https://new.example.com/"));
        var back = Some.Hooked(Some.Subscription(docket: "1:26-cv-00002", requestedAt: Later, confirmed: false), used);
        await Subscriptions.TryWriteAsync([Ada, back], message: null, Token);
        var webhooks = SubscriberWebhooks.New(Ada.Subscriber).WithSecretsFor([Url, used], Now).WithSecretsFor([made], Later)
            .Challenged(Url.Host, Now).Challenged(used.Host, Now).Challenged(made.Host, Later);
        await Webhooks.TryWriteAsync(webhooks, Token);

        await EraseAsync(Ada);
        await EraseAsync(Ada);

        var left = (await Webhooks.FindAsync(Ada.Subscriber, Token))!;
        Assert.Equal([used, made], left.Endpoints.Select(endpoint => endpoint.Url));
        Assert.Equal([used.Host, made.Host], left.Hosts.Select(host => host.Host));
        Assert.Equal(2, left.Version);
    }

    [Fact]
    public async Task OfSubscriberAsync_Several_GivesTheNewestFirstWithTheirStates()
    {
        await StoreAsync(Ada);
        await StoreAsync(Grace);
        var courts = Erasure.CourtsOf([Ada]);

        var own = await History.OfSubscriberAsync(Ada.Subscriber, courts, Now.AddMinutes(-5), Token);

        Assert.Equal(
            [OutboxState.Waiting, OutboxState.Waiting, OutboxState.DeadLettered, OutboxState.Delivered, OutboxState.Waiting], own.Select(row => row.State));
        Assert.Equal(["no", "smtp"], own.Where(row => row.State is not OutboxState.Waiting).Select(row => row.Detail));
        Assert.All(own, row => Assert.Equal(Ada.Subscriber, row.Message.Subscriber));
        Assert.Equal(4, (await History.OfSubscriberAsync(Ada.Subscriber, courts, Now, Token)).Count);
    }

    // A confirmation, an alert each delivered, dead and waiting, one in a digest, its message, marks and a record.
    private async Task StoreAsync(Subscription owner)
    {
        await Subscriptions.TryWriteAsync([owner, Hooked(owner)], message: null, Token);
        await Webhooks.TryWriteAsync(SubscriberWebhooks.New(owner.Subscriber).WithSecretsFor([Url], Now).Challenged(Url.Host, Now), Token);
        await Outbox.TryAddAsync(
            new OutboxMessage.ConfirmationMessage
            {
                Key = IdempotencyKey.OfConfirmation(owner.Subscriber, new DateOnly(2026, 3, 2)),
                Subscriber = owner.Subscriber,
                CreatedAt = Now.AddMinutes(-1),
                DueAt = Now,
            },
            Token);
        Alert[] alerts = [Alert(owner, 1), Alert(owner, 2), Alert(owner, 3)];
        var state = await Dockets.FindCourtAsync(Some.Nysd, Token) ?? CourtState.New(Some.Nysd);
        Assert.True(await Dockets.TryRecordAsync(
            new CourtStep
            {
                State = state with { CheckedAt = Now },
                Alerts = alerts,
                Told = [new(owner.Subscriber, DocumentId.Parse("127022264358"), "1001"), new(Hooked(owner).Reader, DocumentId.Parse("127022264358"), "1001")],
                ToldNotes = [new ToldNotes(owner.Id, GapsThrough: Now, QuietThrough: null)],
            },
            Token));
        Delivery[] ends = [new Delivery.Delivered("smtp", Now), new Delivery.DeadLettered("no", Now)];
        for (var n = 0; n < ends.Length; n++)
        {
            var claim = Assert.Single(await Outbox.ClaimAsync([IdempotencyKey.Of(alerts[n].Id)], Now, Later, "smtp", Token));
            await Outbox.RecordAsync([new(claim.Message.Key, claim.ClaimToken, ends[n])], Token);
        }

        var part = await Digests.FoldAsync(Alert(owner, 4), 1, Token);
        await Outbox.TryAddAsync(OutboxMessage.DigestMessage.Of(part, Now.AddSeconds(1)), Token);
        await Suppressions.TryWriteAsync(AddressRecord.New(owner.Subscriber) with { SoftInARow = 1, SoftAt = Now }, notice: null, Token);
    }

    // Reading a digest closes it, and so it is read last.
    private async Task<int> CountOfAsync(Subscription owner)
    {
        var messages = await History.OfSubscriberAsync(owner.Subscriber, new([Some.Nysd], Every: true), DateTimeOffset.MinValue, Token);
        var told = await Dockets.FindToldAsync(Some.Nysd, [DocumentId.Parse("127022264358")], Token);
        return messages.Count
            + (await Subscriptions.OfSubscriberAsync(owner.Subscriber, Token)).Count
            + (await Subscriptions.FindAsync([owner.Id], Token)).Count
            + told.Count(mark => mark.Subscriber == owner.Subscriber || mark.Subscriber == Hooked(owner).Reader)
            + (await Webhooks.FindAsync(owner.Subscriber, Token) is null ? 0 : 1)
            + (await Dockets.FindNotesAsync(Some.Nysd, [owner.Id], Token)).Count
            + (await Suppressions.FindAsync([owner.Subscriber], Token)).Count
            + (await Digests.CloseAsync(new DigestPart(owner.Subscriber, Slot, 1), 10, Token)).Alerts.Count;
    }

    private Task EraseAsync(Subscription owner) => Erasures.EraseAsync(Erasure.Of(owner.Subscriber, [owner], before: null, Now), Later.AddSeconds(-1), Token);

    private static Alert Alert(Subscription owner, int number) =>
        Some.Alert(owner, Now, Some.Entry($"{number}", $"{number}")) with { Digest = number < 4 ? null : Slot };

    private static Subscription Hooked(Subscription owner) => Some.Hooked(owner, Url);

    private static EntryQuery Query() => EntryQuery.Parse("patent");
}
