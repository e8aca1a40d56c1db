using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Canaries;

/// <summary>The canary is followed by its mailbox alone, and what is missing counts once, whoever looks.</summary>
public sealed class WatchCanaryTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new(Some.Monday9Am.AddSeconds(30));
    private readonly InMemoryStore _store;
    private readonly MeasuresTaken _measures = new();

    public WatchCanaryTests() => _store = new InMemoryStore(_clock);

    public void Dispose() => _measures.Dispose();

    [Fact]
    public async Task RunAsync_NothingArrives_TwoInstancesCountEachEntryOnce()
    {
        var (one, other) = (Canary(), Canary());
        for (var minute = 0; minute <= 25; minute++)
        {
            await Task.WhenAll(one.Watch.RunAsync(default), other.Watch.RunAsync(default));
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, _measures.Of("tipstaff.canary.missing").Count);
    }

    [Fact]
    public async Task RunAsync_SomebodyElseWritesBetweenReadingAndWriting_CountsOnce()
    {
        var since = _clock.GetUtcNow();
        await _store.Canary.TryWriteAsync(CanaryRecord.New(since), default);
        _clock.Advance(TimeSpan.FromMinutes(15));
        var keep = Canary().Keep;
        var isFirst = true;

        await keep.RunAsync(since, Look, default);

        Assert.Single(_measures.Of("tipstaff.canary.missing"));

        CanaryStep Look(CanaryRecord record)
        {
            if (isFirst)
            {
                isFirst = false;
                Assert.True(Canary().Keep.RunAsync(since, other => other.Looked(since, _clock.GetUtcNow(), TimeSpan.FromMinutes(10)), default).IsCompletedSuccessfully);
            }

            return record.Looked(since, _clock.GetUtcNow(), TimeSpan.FromMinutes(10));
        }
    }

    [Fact]
    public async Task RunAsync_ProcessStartedAnew_CountsNoneAgain()
    {
        for (var minute = 0; minute <= 25; minute++)
        {
            await Canary().Watch.RunAsync(default);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(3, _measures.Of("tipstaff.canary.missing").Count);
    }

    [Fact]
    public async Task TakenAsync_OfTheCanary_MeasuresItsDelayOnce()
    {
        var canary = Canary();
        await canary.Watch.RunAsync(default);
        var alert = Alert(canary);

        await canary.Arrivals.TakenAsync(alert, new Delivery.Delivered("smtp", Some.Monday9Am.AddMinutes(5).AddSeconds(48)), default);
        await Canary().Arrivals.TakenAsync(alert, new Delivery.Delivered("smtp", Some.Monday9Am.AddMinutes(7)), default);
        await canary.Arrivals.TakenAsync(alert with { Court = Some.Nysd }, new Delivery.Delivered("smtp", Some.Monday9Am.AddMinutes(7)), default);

        Assert.Equal(["48"], _measures.Of("tipstaff.canary.delay"));
    }

    [Fact]
    public async Task TakenAsync_ToTheMailboxBefore_CountsForNothing()
    {
        var before = Canary(new CanaryOptions { Address = "other@example.com" });
        var canary = Canary();
        await canary.Watch.RunAsync(default);

        await canary.Arrivals.TakenAsync(Alert(before), new Delivery.Delivered("smtp", Some.Monday9Am.AddMinutes(6)), default);

        Assert.Empty(_measures.Of("tipstaff.canary.delay"));
    }

    [Fact]
    public async Task RunAsync_AnOldInstanceFollowsTheMailboxBeforeAgain_ItIsToldNoMoreWithinTheHour()
    {
        var (old, canary) = (Canary(new CanaryOptions { Address = "other@example.com" }), Canary());
        await old.Watch.RunAsync(default);
        await canary.Watch.RunAsync(default);
        await old.Watch.RunAsync(default);

        _clock.Advance(TimeSpan.FromHours(1));
        await canary.Watch.RunAsync(default);

        Assert.Equal([SomeCanary.Mailbox], (await FollowersAsync()).Select(one => one.Address.Value));
    }

    [Fact]
    public async Task RunAsync_PausedOrAlteredByALinkOfItsMail_TellsAllAtOnceAgain()
    {
        var canary = Canary();
        await canary.Watch.RunAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _store.Subscriptions.TryWriteAsync([Assert.Single(await FollowersAsync()).Paused(_clock.GetUtcNow())], message: null, default);

        await canary.Watch.RunAsync(default);
        var resumed = Assert.Single(await FollowersAsync());
        Assert.Equal((null, _clock.GetUtcNow()), (resumed.PausedAt, resumed.TellsSince));

        await _store.Subscriptions.TryWriteAsync([resumed with { Cadence = Cadence.Weekly }], message: null, default);
        await canary.Watch.RunAsync(default);
        Assert.Equal(SubscriptionTerms.Usual, Terms(Assert.Single(await FollowersAsync())));

        static SubscriptionTerms Terms(Subscription one) => new(one.Cadence, one.DigestAt, one.Filter);
    }

    [Fact]
    public async Task ReportedAsync_SomebodyElsesMail_ReadsNothing()
    {
        var canary = Canary(new CanaryOptions { Address = SomeCanary.Mailbox, ReportedBy = "smtp, acs" });
        await canary.Watch.RunAsync(default);
        var alert = Alert(canary);
        await canary.Arrivals.TakenAsync(alert, new Delivery.Delivered("acs", Some.Monday9Am.AddMinutes(6)), default);

        await canary.Arrivals.ReportedAsync(Report(alert, Some.Subscription().Subscriber, DeliveryReportKind.Delivered), default);
        await canary.Arrivals.ReportedAsync(Report(alert, canary.Subscription.Subscriber!, DeliveryReportKind.HardBounce), default);
        Assert.Empty(_measures.Of("tipstaff.canary.delay"));
        await canary.Arrivals.ReportedAsync(Report(alert, canary.Subscription.Subscriber!, DeliveryReportKind.Delivered), default);

        Assert.Equal(["120"], _measures.Of("tipstaff.canary.delay"));
    }

    [Fact]
    public async Task RunAsync_Once_TheMailboxFollowsWithoutBeingAsked()
    {
        await Canary().Watch.RunAsync(default);
        await Canary().Watch.RunAsync(default);

        var one = Assert.Single(await FollowersAsync());
        Assert.Equal((SomeCanary.Mailbox, SubscriptionState.Confirmed, Cadence.Immediate, 1L), (one.Address.Value, one.State, one.Cadence, one.Version));
        Assert.Empty(_store.Messages);
    }

    [Fact]
    public async Task RunAsync_OtherMailboxOrNone_TheOneBeforeIsToldNoMore()
    {
        await Canary().Watch.RunAsync(default);

        await Canary(new CanaryOptions { Address = "other@example.com" }).Watch.RunAsync(default);
        Assert.Equal(["other@example.com"], (await FollowersAsync()).Select(one => one.Address.Value));
        await Canary(new CanaryOptions()).Watch.RunAsync(default);

        Assert.Empty(await FollowersAsync());
    }

    [Fact]
    public async Task RunAsync_EndedByALinkOfItsMail_FollowsAgain_AndWhatBouncedBeforeIsLifted()
    {
        var canary = Canary();
        await canary.Watch.RunAsync(default);
        var own = Assert.Single(await FollowersAsync());
        var bounced = AddressRecord.New(own.Subscriber).After(new DeliveryReport(DeliveryReportKind.HardBounce, _clock.GetUtcNow(), ""));
        await _store.Suppressions.TryWriteAsync(bounced, notice: null, default);
        await _store.Subscriptions.TryWriteAsync([own.Ended(_clock.GetUtcNow())], message: null, default);
        _clock.Advance(TimeSpan.FromMinutes(1));

        await canary.Watch.RunAsync(default);

        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await FollowersAsync()).ConfirmedAt);
        Assert.Null((await _store.Suppressions.FindAsync([own.Subscriber], default))[own.Subscriber].Cause);
    }

    [Fact]
    public async Task RunAsync_MailboxBounced_StaysHeldBackAndMissing()
    {
        var canary = Canary();
        await canary.Watch.RunAsync(default);
        var own = Assert.Single(await FollowersAsync());
        var bounced = AddressRecord.New(own.Subscriber).After(new DeliveryReport(DeliveryReportKind.HardBounce, _clock.GetUtcNow(), ""));
        await _store.Suppressions.TryWriteAsync(bounced, notice: null, default);

        for (var minute = 0; minute < 15; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await canary.Watch.RunAsync(default);
        }

        Assert.Single(_measures.Of("tipstaff.canary.missing"));
        Assert.NotNull((await _store.Suppressions.FindAsync([own.Subscriber], default))[own.Subscriber].Cause);
    }

    [Fact]
    public void Covers_AnybodyElsesWordsInEveryCourt_NeverMeetTheCanary()
    {
        var entry = Some.Entry(court: "canary", caption: "In re Canary");
        var (ada, now) = (EmailAddress.Parse("ada@example.com"), Some.Monday9Am.AddDays(-1));
        var words = Subscription.ToQuery(SubscriberId.Of(ada, Some.Key), ada, court: null, EntryQuery.Parse("canary"), now).Confirmed(now);

        Assert.False(words.Covers(entry, notBefore: null));
        Assert.True(words.Covers(entry with { Court = Some.Nysd }, notBefore: null));
    }

    private static Tipstaff.Alerts.Alert Alert(SomeCanary canary) =>
        Some.Alert(entries: Some.Entry(enteredAt: Some.Monday9Am.AddMinutes(5), court: "canary")) with { Court = CanaryCourt.Id, Subscriber = canary.Subscription.Subscriber! };

    private static DeliveryReport Report(Tipstaff.Alerts.Alert alert, SubscriberId subscriber, DeliveryReportKind kind) =>
        new(kind, Some.Monday9Am.AddMinutes(7), "") { Subscriber = subscriber, Message = IdempotencyKey.Of(alert.Id) };

    private SomeCanary Canary(CanaryOptions? options = null) => new(_store, _clock, options, _measures.Meter);

    private async Task<IReadOnlyList<Subscription>> FollowersAsync() =>
        await _store.Subscriptions.FollowersAsync(CanaryCourt.Id, [CanaryCourt.DocketOf(_clock.GetUtcNow())], default);
}
