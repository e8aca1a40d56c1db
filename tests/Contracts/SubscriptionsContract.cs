using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="ISubscriptions"/>.</summary>
public abstract partial class SubscriptionsContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    [Fact]
    public async Task FindAsync_Unknown_FindsNothing()
    {
        Assert.Null(await Subscriptions.FindAsync(Some.Subscription().Id, Token));
        Assert.Empty(await Subscriptions.FindAsync([Some.Subscription().Id], Token));
        Assert.Empty(await Subscriptions.FindAsync([], Token));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task FindAsync_Written_ComesBackWithEveryField(bool confirmed, bool ended)
    {
        var written = Some.Subscription(address: "jürgen.müller@exämple.com") with
        {
            Cadence = Cadence.Weekly,
            RequestedAt = Now.AddTicks(1),
            ConfirmedAt = confirmed ? Now.AddTicks(2) : null,
            EndedAt = ended ? Now.AddTicks(3) : null,
        };
        await WriteAsync(written);

        var found = await Subscriptions.FindAsync(written.Id, Token);

        Assert.Equal(written with { Version = 1 }, found);
    }

    [Fact]
    public async Task FindAsync_Several_ReturnsThoseThatAre()
    {
        var (first, second) = (Of("ada@example.com"), Of("grace@example.com"));
        await WriteAsync(first, second);

        var found = await Subscriptions.FindAsync([second.Id, first.Id, Of("nobody@example.com").Id, first.Id], Token);

        Assert.Equal(
            new[] { first.Id.Value, second.Id.Value }.Order(), found.Keys.Select(id => id.Value).Order());
        Assert.Equal(first with { Version = 1 }, found[first.Id]);
    }

    [Fact]
    public async Task OfSubscriberAsync_AllStates_OldestFirst()
    {
        var newest = Of(docket: "1:26-cv-00003", requestedAt: Now.AddDays(2)).Ended(Now.AddDays(3));
        var oldest = Of(docket: "1:26-cv-00002", requestedAt: Now);
        var middle = Of(docket: "1:26-cv-00001", requestedAt: Now.AddDays(1), confirmed: false);
        await WriteAsync(newest, oldest, middle, Of("grace@example.com"));

        var found = await Subscriptions.OfSubscriberAsync(oldest.Subscriber, Token);

        Assert.Equal([oldest.Id, middle.Id, newest.Id], found.Select(subscription => subscription.Id));
    }

    [Fact]
    public async Task FollowersAsync_OfDockets_AreConfirmedAndLiving()
    {
        var ada = Of("ada@example.com");
        var grace = Of("grace@example.com", docket: "1:26-cv-00002");
        await WriteAsync(
            ada,
            grace,
            Of("pending@example.com", confirmed: false),
            Of("ended@example.com").Ended(Now),
            Of("elsewhere@example.com", court: "nyed"),
            Of("another@example.com", docket: "1:26-cv-00003"));

        var dockets = new[] { ada.Docket!, grace.Docket!, DocketNumber.Parse("1:26-cv-00009"), ada.Docket! };
        var followers = await Subscriptions.FollowersAsync(Some.Nysd, dockets, Token);

        Assert.Equal(
            new[] { ada.Id.Value, grace.Id.Value }.Order(), followers.Select(subscription => subscription.Id.Value).Order());
        Assert.Empty(await Subscriptions.FollowersAsync(Some.Nysd, [], Token));
    }

    [Fact]
    public async Task FollowersAsync_ConfirmedThenEnded_FollowsTheState()
    {
        var pending = Of(confirmed: false);
        await WriteAsync(pending);
        var before = await FollowersAsync(pending);

        await WriteAsync(pending.Confirmed(Now) with { Version = 1 });
        var between = await FollowersAsync(pending);
        await WriteAsync(pending.Confirmed(Now).Ended(Now) with { Version = 2 });
        var after = await FollowersAsync(pending);

        Assert.Equal((0, 1, 0), (before.Count, between.Count, after.Count));
    }

    [Fact]
    public async Task FollowersAsync_ThousandsOfDockets_FindsEach()
    {
        var all = Enumerable.Range(1, 5_000).Select(i => Of(docket: $"1:26-cv-{i:D5}")).ToArray();
        await WriteAsync(all);

        var followers = await Subscriptions.FollowersAsync(Some.Nysd, [.. all.Select(subscription => subscription.Docket!)], Token);

        Assert.Equal(5_000, followers.Select(subscription => subscription.Id).Distinct().Count());
    }

    [Fact]
    public async Task FollowedCourtsAsync_OnlyConfirmedAndLiving_EachOnce()
    {
        await WriteAsync(
            Of("ada@example.com"),
            Of("grace@example.com"),
            Of(court: "nyed"),
            Of(court: "cand", confirmed: false),
            Of(court: "txsd").Ended(Now));

        var courts = await Subscriptions.FollowedCourtsAsync(Token);

        Assert.Equal(["nyed", "nysd"], courts.Named.Select(court => court.Value).Order());
        Assert.False(courts.Every);
    }

    [Fact]
    public async Task FollowedCourtsAsync_NoSubscription_IsEmpty() => Assert.Empty((await Subscriptions.FollowedCourtsAsync(Token)).Named);

    [Fact]
    public async Task FollowersAsync_OfACourtOrOfWords_FollowEveryDocket()
    {
        var court = Subscription.ToCourt(Some.Subscription().Subscriber, Some.Ada, Some.Nysd, Now).Confirmed(Now);
        var words = Words(Some.Nysd);
        var everywhere = Words(court: null);
        await WriteAsync(court, words, everywhere, Words(CourtId.Parse("nyed")), Of(docket: "1:26-cv-00009"));

        var followers = await Subscriptions.FollowersAsync(Some.Nysd, [DocketNumber.Parse("1:26-cv-00001")], Token);
        var none = await Subscriptions.FollowersAsync(Some.Nysd, [], Token);
        var elsewhere = await Subscriptions.FollowersAsync(CourtId.Parse("cand"), [DocketNumber.Parse("1:26-cv-00001")], Token);

        Assert.Equal(
            new[] { court.Id.Value, words.Id.Value, everywhere.Id.Value }.Order(), followers.Select(subscription => subscription.Id.Value).Order());
        Assert.Empty(none);
        Assert.Equal([everywhere with { Version = 1 }], elsewhere);
    }

    [Fact]
    public async Task FollowersAsync_OfWordsEnded_FollowNoMore()
    {
        var everywhere = Words(court: null);
        await WriteAsync(everywhere);
        await WriteAsync(everywhere.Ended(Now) with { Version = 1 });

        Assert.Empty(await Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token));
        Assert.False((await Subscriptions.FollowedCourtsAsync(Token)).Every);
    }

    [Fact]
    public async Task FollowedCourtsAsync_WordsInEveryCourt_NamesNoneAndSaysEvery()
    {
        await WriteAsync(Words(court: null), Of(), Words(CourtId.Parse("nyed")));

        var courts = await Subscriptions.FollowedCourtsAsync(Token);

        Assert.Equal(["nyed", "nysd"], courts.Named.Select(court => court.Value).Order());
        Assert.True(courts.Every);
    }

    [Fact]
    public async Task FindAsync_WordsWithTerms_ComeBackWithEveryField()
    {
        var written = Words(court: null) with
        {
            Cadence = Cadence.Weekly,
            DigestAt = new DigestTime(17, "America/Chicago", DayOfWeek.Friday),
            Filter = new EventFilter { Include = ["motion"], Exclude = ["notice of appearance"] },
            PausedAt = Now.AddTicks(4),
            ResumedAt = Now.AddTicks(5),
        };
        await WriteAsync(written);

        Assert.Equal(written with { Version = 1 }, await Subscriptions.FindAsync(written.Id, Token));
    }

    [Fact]
    public async Task CountAsync_EachState_IsCounted()
    {
        await WriteAsync(
            Of("a@example.com"), Of("b@example.com"), Of("c@example.com", confirmed: false), Of("d@example.com").Ended(Now));

        var counts = await Subscriptions.CountAsync(Token);

        Assert.Equal(
            (1, 2, 1),
            (counts[SubscriptionState.Pending], counts[SubscriptionState.Confirmed], counts[SubscriptionState.Ended]));
    }

    private static Subscription Words(CourtId? court) =>
        Subscription.ToQuery(Some.Subscription().Subscriber, Some.Ada, court, EntryQuery.Parse("acme \"john doe\""), Now).Confirmed(Now);

    private static Subscription Of(
        string address = "ada@example.com",
        string court = "nysd",
        string docket = "1:26-cv-01234",
        DateTimeOffset? requestedAt = null,
        bool confirmed = true) =>
        Some.Subscription(address, court, docket, requestedAt, confirmed: confirmed);

    private static OutboxMessage.ConfirmationMessage Confirmation(Subscription subscription) => new()
    {
        Key = IdempotencyKey.OfConfirmation(subscription.Subscriber, DateOnly.FromDateTime(Now.UtcDateTime)),
        Subscriber = subscription.Subscriber,
        CreatedAt = Now,
        DueAt = Now,
    };

    private async Task WriteAsync(params Subscription[] subscriptions) =>
        Assert.True(await Subscriptions.TryWriteAsync(subscriptions, message: null, Token));

    private Task<IReadOnlyList<Subscription>> FollowersAsync(Subscription subscription) =>
        Subscriptions.FollowersAsync(subscription.Court!, [subscription.Docket!], Token);
}
