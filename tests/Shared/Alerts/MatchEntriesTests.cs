using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Alerts;

public sealed class MatchEntriesTests
{
    private static readonly CourtState Court = CourtState.New(Some.Nysd) with { GoodAt = Some.Monday9Am, Coverage = "all" };
    private static readonly DateTimeOffset Now = Some.Monday9Am.AddMinutes(5);

    [Fact]
    public void Decide_SeveralEntriesOfADocket_IsOneAlertInTheOrderOfEntry()
    {
        var later = Some.Entry("12", document: "127022264360", enteredAt: Some.Monday9Am.AddMinutes(2));
        var earlier = Some.Entry("11", document: "127022264359", enteredAt: Some.Monday9Am.AddMinutes(1));

        var matches = Decide([later, earlier], [Some.Subscription()]);

        var alert = Assert.Single(matches.Alerts);
        Assert.Equal([earlier.Identity, later.Identity], alert.Entries.Select(entry => entry.Identity));
        Assert.Equal("all", alert.Coverage);
    }

    [Fact]
    public void Decide_Twice_GivesTheSameAlertIds()
    {
        var first = Decide([Some.Entry("11"), Some.Entry("12", document: null)], [Some.Subscription()]);

        var second = Decide([Some.Entry("12", document: null), Some.Entry("11")], [Some.Subscription()]);

        Assert.Equal(first.Alerts.Single().Id, second.Alerts.Single().Id);
    }

    [Fact]
    public void Decide_EachFollower_GetsAnAlertOfTheirOwn()
    {
        var matches = Decide([Some.Entry()], [Some.Subscription(), Some.Subscription("grace@example.com")]);

        Assert.Equal(2, matches.Alerts.Select(alert => alert.Id).Distinct().Count());
    }

    [Fact]
    public void Decide_EntryFromBeforeTheConfirmation_IsToldToNobody()
    {
        var matches = Decide([Some.Entry(enteredAt: Some.Monday9Am)], [Some.Subscription(confirmedAt: Some.Monday9Am.AddSeconds(1))]);

        Assert.Empty(matches.Alerts);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(30, 0)]
    [InlineData(60, 1)]
    public void Decide_SubscriptionThatWasPausedForAMinute_IsToldNothingEnteredMeanwhile(int enteredAfter, int told)
    {
        var paused = Some.Subscription().Paused(Some.Monday9Am);
        var entry = Some.Entry(enteredAt: Some.Monday9Am.AddSeconds(enteredAfter));

        Assert.Empty(Decide([entry], [paused]).Alerts);
        Assert.Equal(told, Decide([entry], [paused.Resumed(Some.Monday9Am.AddMinutes(1))]).Alerts.Count);
    }

    [Fact]
    public void Decide_EntryOfTheVerySecondOfTheConfirmation_IsTold()
    {
        var matches = Decide([Some.Entry(enteredAt: Some.Monday9Am)], [Some.Subscription(confirmedAt: Some.Monday9Am.AddMilliseconds(700))]);

        Assert.Single(matches.Alerts);
    }

    [Fact]
    public void Decide_FirstCheckOfACourt_TellsWhatWasEnteredSinceTheConfirmation()
    {
        var before = Some.Entry("1", document: null, enteredAt: Some.Monday9Am.AddHours(-1));
        var since = Some.Entry("2", document: null, enteredAt: Some.Monday9Am.AddHours(1));

        var matches = MatchEntries.Decide(
            [before, since], [], new UntimedEntries(CourtState.New(Some.Nysd)), [Some.Subscription(confirmedAt: Some.Monday9Am)], new HashSet<ToldDocument>(), CourtState.New(Some.Nysd), Now);

        Assert.Equal([since.Identity], Assert.Single(matches.Alerts).Entries.Select(entry => entry.Identity));
    }

    [Theory]
    [InlineData(0, -1, true)]
    [InlineData(0, 1, false)]
    [InlineData(20, -21, true)]
    [InlineData(20, -19, false)]
    [InlineData(300, -61, true)]
    [InlineData(300, -59, false)]
    [InlineData(null, -61, true)]
    [InlineData(null, -59, false)]
    public void Decide_EntryWithoutTime_IsToldWhenTheLastGoodFeedWasBuiltAfterTheConfirmation(
        int? builtMinutesBeforeCheck, int confirmedMinutesAfterCheck, bool told)
    {
        var subscription = Some.Subscription(confirmedAt: Some.Monday9Am.AddMinutes(confirmedMinutesAfterCheck));
        var court = Court with { BuiltAt = builtMinutesBeforeCheck is { } minutes ? Some.Monday9Am.AddMinutes(-minutes) : null };

        var matches = MatchEntries.Decide([Some.Entry(timed: false)], [], new UntimedEntries(court), [subscription], new HashSet<ToldDocument>(), court, Now);

        Assert.Equal(told, matches.Alerts.Count == 1);
    }

    [Fact]
    public void Decide_ConfirmedByAClockAheadOfOurs_MakesNoAlertOlderThanTheConfirmation()
    {
        var subscription = Some.Subscription(confirmedAt: Now.AddMinutes(1));

        var matches = Decide([Some.Entry(enteredAt: Now.AddMinutes(2))], [subscription]);

        Assert.Equal(subscription.ConfirmedAt, Assert.Single(matches.Alerts).CreatedAt);
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    public void Decide_LabelThatCameLater_TellsWhoAsksForItUnlessTheFilterIsNewer(int? filteredMinutesAfterEntry, int alerts)
    {
        var entry = Some.Entry(enteredAt: Some.Monday9Am, labels: ["Notice", "Order"]);
        var subscription = Some.Subscription() with
        {
            Filter = new EventFilter { Include = ["order"] },
            FilteredAt = filteredMinutesAfterEntry is { } minutes ? Some.Monday9Am.AddMinutes(minutes) : null,
        };

        var matches = MatchEntries.Decide(
            [], [new RelabelledEntry(entry, ["Notice"])], new UntimedEntries(Court), [subscription, Some.Subscription("grace@example.com")], new HashSet<ToldDocument>(), Court, Now);

        Assert.Equal(alerts, matches.Alerts.Count);
        Assert.All(matches.Alerts, alert => Assert.Equal(subscription.Id, alert.Subscription));
    }

    [Fact]
    public void Decide_EntryWithoutTimeInTheFirstCheck_IsBaseline()
    {
        var matches = MatchEntries.Decide(
            [Some.Entry(timed: false)], [], new UntimedEntries(CourtState.New(Some.Nysd)), [Some.Subscription()], new HashSet<ToldDocument>(), CourtState.New(Some.Nysd), Now);

        Assert.Empty(matches.Alerts);
    }

    [Fact]
    public void Decide_DocumentOfSeveralDefendants_IsToldOnce()
    {
        var first = Some.Entry("10", caseId: "1001");
        var second = Some.Entry("10", caseId: "1002");

        var matches = Decide([first, second], [Some.Subscription()]);

        Assert.Single(Assert.Single(matches.Alerts).Entries);
    }

    [Fact]
    public void Decide_DocumentOfConsolidatedCases_IsToldOnceToWhoFollowsBothAndOnceToEachOther()
    {
        var lead = Some.Entry("10", caseId: "1001");
        var member = Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678");
        Subscription[] followers =
        [
            Some.Subscription(),
            Some.Subscription(docket: "1:26-cv-05678"),
            Some.Subscription("grace@example.com", docket: "1:26-cv-05678"),
        ];

        var matches = Decide([lead, member], followers);

        Assert.Equal(2, matches.Alerts.Count);
        Assert.Equal(2, matches.Alerts.Select(alert => alert.Subscriber).Distinct().Count());
        Assert.Equal(2, matches.Told.Count);
    }

    [Fact]
    public void Decide_SameCaseByMailAndByWebhook_IsToldByBothAndNeverInOneAlert()
    {
        var byMail = Some.Subscription();
        var hooked = Some.Hooked(byMail);
        var elsewhere = Some.Hooked(Some.Subscription(docket: "1:26-cv-05678"), WebhookUrl.Parse("https://elsewhere.example.com/"));
        var member = Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678");

        var matches = Decide([Some.Entry(), member], [byMail, hooked, elsewhere, Some.Hooked(Some.Subscription(docket: "1:26-cv-05678"))]);

        Assert.Equal([(byMail.Id, false), (hooked.Id, true), (elsewhere.Id, true)], matches.Alerts.Select(alert => (alert.Subscription, alert.IsWebhook)).OrderBy(one => one.Item2).ThenBy(one => one.Subscription == elsewhere.Id));
        Assert.Equal(3, matches.Told.Select(told => told.Subscriber).Distinct().Count());
    }

    [Fact]
    public void Decide_WebhookThatIsNotVerified_IsToldNothingAndLaterNothingOlder()
    {
        var hooked = Some.Hooked(Some.Subscription());
        var entry = Some.Entry(enteredAt: Now.AddMinutes(-1));

        Assert.Empty(Decide([entry], [hooked with { VerifiedAt = null }]).Alerts);
        Assert.Empty(Decide([entry], [hooked with { VerifiedAt = Now }]).Alerts);
        Assert.Single(Decide([entry], [hooked with { VerifiedAt = Now.AddMinutes(-1) }]).Alerts);
    }

    [Fact]
    public void Decide_DocumentToldInAnotherCaseBefore_IsNoNews()
    {
        var subscription = Some.Subscription();
        var told = new ToldDocument(subscription.Subscriber, DocumentId.Parse("127022264358"), "9999");

        var matches = MatchEntries.Decide([Some.Entry()], [], new UntimedEntries(Court), [subscription], new HashSet<ToldDocument> { told }, Court, Now);

        Assert.Empty(matches.Alerts);
    }

    [Fact]
    public void Decide_DocumentDocketedAgainInTheSameCase_IsAnEntryOfItsOwn()
    {
        var subscription = Some.Subscription();
        var told = new ToldDocument(subscription.Subscriber, DocumentId.Parse("127022264358"), "612345");

        var matches = MatchEntries.Decide([Some.Entry("11")], [], new UntimedEntries(Court), [subscription], new HashSet<ToldDocument> { told }, Court, Now);

        Assert.Single(matches.Alerts);
    }

    [Fact]
    public void Decide_MoreEntriesThanAMailHolds_BecomeSeveralAlertsWithNothingTwice()
    {
        var entries = Enumerable.Range(1, MatchEntries.MaxEntriesPerAlert * 2 + 1).Select(i => Some.Entry($"{i}", document: null)).ToList();

        var matches = Decide(entries, [Some.Subscription()]);

        Assert.Equal(3, matches.Alerts.Count);
        Assert.Equal(entries.Count, matches.Alerts.SelectMany(alert => alert.Entries).Select(entry => entry.Identity).Distinct().Count());
    }

    private static Matches Decide(IReadOnlyList<DocketEntry> entries, IReadOnlyList<Subscription> followers) =>
        MatchEntries.Decide(entries, [], new UntimedEntries(Court), followers, new HashSet<ToldDocument>(), Court, Now);
}
