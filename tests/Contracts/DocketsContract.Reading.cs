using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class DocketsContract : StoreContract
{
    [Fact]
    public async Task FindCourtAsync_NeverAsked_FindsNothing()
    {
        Assert.Null(await Dockets.FindCourtAsync(Some.Nysd, Token));
        Assert.Empty(await Dockets.ListCourtsAsync(Token));
    }

    [Fact]
    public async Task FindCourtAsync_EveryFieldSet_ComesBack()
    {
        var state = new CourtState
        {
            Court = Some.Nysd,
            CheckedAt = Now.AddTicks(1),
            GoodAt = Now.AddTicks(2),
            DueAt = Now.AddTicks(3),
            Result = CheckResult.CutShort,
            Trouble = "cut short after “item” 7 – 🏛 \0",
            Failures = 4,
            Feed = "https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl",
            NewestEntryAt = Now.AddMinutes(-7),
            ETag = "W/\"abc\"",
            LastModified = "Mon, 02 Mar 2026 14:00:00 GMT",
            ContentHash = "00ff",
            BuiltAt = Now.AddTicks(5),
            Window = new FeedWindow
            {
                Since = Now.AddTicks(6),
                OldestAt = Now.AddTicks(-7),
                NewestAt = Now.AddTicks(7),
                LearningSince = Now.AddTicks(8),
                Longest = TimeSpan.FromTicks(9),
                LongestBefore = TimeSpan.FromHours(24),
                Gaps = [new Gap(Some.Nysd, Now.AddTicks(-11), Now.AddTicks(-10), Now), new Gap(Some.Nysd, Now, Now.AddTicks(1), Now.AddTicks(2))],
            },
            Rhythm = new LearntRhythm { Sightings = [new(Now, Now.AddTicks(8), Now.AddTicks(9)), new(Now.AddTicks(10), Now, null)], NewsAt = Now.AddTicks(11), IsResting = true },
            Coverage = "orders, opinions",
            Items = 6,
            UnreadableItems = 7,
        };
        await RecordAsync(new CourtStep { State = state });

        AssertSame(state with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task FindCourtAsync_NoFieldSet_ComesBack()
    {
        await RecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) });

        AssertSame(CourtState.New(Some.Nysd) with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task ListCourtsAsync_Several_AreInOrderOfTheirIds()
    {
        foreach (var court in new[] { "nysd", "ca9", "almb" })
        {
            await RecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse(court)) });
        }

        Assert.Equal(["almb", "ca9", "nysd"], (await Dockets.ListCourtsAsync(Token)).Select(state => state.Court.Value));
    }

    [Fact]
    public async Task NewestEntriesAsync_EveryFieldSetOrNone_ComesBack()
    {
        var full = Some.Entry("1", labels: ["Notice – “ünïcode” 🏛", "</script>\0"]) with { Trustee = "Żółć, A." };
        var bare = new DocketEntry
        {
            Identity = EntryIdentity.OfContent(Some.Nysd, "Doe", published: null, number: null, document: null),
            Court = Some.Nysd,
            Docket = Some.DoeVRoe,
            DocketAsWritten = "",
            Caption = "",
            Labels = [],
        };
        await RecordAsync(Step(entries: [full, bare]));

        AssertSame([full, bare], await Dockets.NewestEntriesAsync(10, Token));
    }

    [Fact]
    public async Task NewestEntriesAsync_TheCanarys_AreNotAmongThemNorItsAlerts()
    {
        await RecordAsync(Step(entries: Some.Entry("1")));
        var filed = Some.Entry(court: "canary");
        var owner = Some.Subscription("canary@example.com", court: "canary");
        await RecordAsync(new CourtStep
        {
            State = CourtState.New(CanaryCourt.Id) with { CheckedAt = Now.AddMinutes(1) },
            NewEntries = [filed],
            Alerts = [Some.Alert(owner, entries: filed) with { Court = CanaryCourt.Id }],
        });

        Assert.Equal([Some.Nysd], (await Dockets.NewestEntriesAsync(10, Token)).Select(entry => entry.Court));
        Assert.Empty(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task NewestEntriesAsync_SeveralSteps_NewestFirst()
    {
        await RecordAsync(Step(entries: [Some.Entry("1", enteredAt: Now.AddHours(5))]));
        await RecordAsync(Step(version: 1, now: Now.AddMinutes(1), entries:
        [
            Some.Entry("2", enteredAt: Now.AddHours(-3)),
            Some.Entry("3", enteredAt: Now.AddHours(-1)),
            Some.Entry("4", timed: false),
            Some.Entry("5", enteredAt: Now.AddHours(-2)),
        ]));

        var newest = await Dockets.NewestEntriesAsync(5, Token);

        Assert.Equal(["3", "5", "2", "4", "1"], newest.Select(entry => entry.Sequence));
        Assert.Equal(["3", "5"], (await Dockets.NewestEntriesAsync(2, Token)).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task OfDocketAsync_Several_AreInTheOrderOfEntering()
    {
        await RecordAsync(Step(now: Now, entries:
        [
            Some.Entry("12", enteredAt: Now.AddMinutes(-1)),
            Some.Entry("9", enteredAt: Now.AddMinutes(-1)),
            Some.Entry("7", timed: false),
            Some.Entry("3", enteredAt: Now.AddHours(-1)),
            Some.Entry("1", docket: "1:26-cv-09999"),
        ]));

        var entries = await Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token);

        Assert.Equal(["3", "9", "12", "7"], entries.Select(entry => entry.Sequence));
        Assert.Empty(await Dockets.OfDocketAsync(CourtId.Parse("nyed"), Some.DoeVRoe, Token));
    }

    [Fact]
    public async Task FindKnownAsync_SomeKnown_ReturnsThoseWithTheirLabels()
    {
        await RecordAsync(Step(entries: [Some.Entry("1", labels: ["Motion", "Brief"]), Some.Entry("2")]));

        var known = await Dockets.FindKnownAsync(
            Some.Nysd, [Some.Entry("1").Identity, Some.Entry("3").Identity, Some.Entry("1").Identity], Token);

        Assert.Equal(["Motion", "Brief"], Assert.Single(known).Value);
        Assert.Empty(await Dockets.FindKnownAsync(Some.Nysd, [], Token));
        Assert.Empty(await Dockets.FindKnownAsync(CourtId.Parse("nyed"), [Some.Entry("1").Identity], Token));
    }

    [Fact]
    public async Task TryRecordAsync_UntoldMarks_TakesThoseOfThatCaseAwayBeforeTellingAnew()
    {
        var (ada, grace) = (Some.Subscription().Subscriber, Some.Subscription("grace@example.com").Subscriber);
        var document = DocumentId.Parse("127022264358");
        await RecordAsync(Step() with { Told = [new(ada, document, "1001"), new(grace, document, "1001")] });

        await RecordAsync(Step(version: 1) with
        {
            Untold = [new(ada, document, "1001"), new(grace, document, "1002")],
            Told = [new(ada, document, "1003")],
        });

        var told = await Dockets.FindToldAsync(Some.Nysd, [document], Token);
        Assert.Equal(new HashSet<ToldDocument> { new(ada, document, "1003"), new(grace, document, "1001") }, told);
    }

    [Fact]
    public async Task FindToldAsync_SeveralDocumentsAndCases_GivesTheFirstCaseOfThoseAskedFor()
    {
        var (ada, grace) = (Some.Subscription().Subscriber, Some.Subscription("grace@example.com").Subscriber);
        var (first, second) = (DocumentId.Parse("127022264358"), DocumentId.Parse("127022264359"));
        await RecordAsync(Step() with { Told = [new(ada, first, "1001"), new(grace, first, "1001"), new(ada, second, "1001"), new(ada, first, "1002")] });

        var told = await Dockets.FindToldAsync(Some.Nysd, [first, DocumentId.Parse("127022264360")], Token);

        Assert.Equal(new HashSet<ToldDocument> { new(ada, first, "1001"), new(grace, first, "1001") }, told);
        Assert.Empty(await Dockets.FindToldAsync(CourtId.Parse("nyed"), [first], Token));
        Assert.Empty(await Dockets.FindToldAsync(Some.Nysd, [], Token));
    }

    [Fact]
    public async Task UnreadableAsync_OldOrTooMuch_IsCutForThatCourtAlone()
    {
        await RecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse("nyed")) with { CheckedAt = Now }, Unreadable = [new("other", "why")] });
        await RecordAsync(Step() with { Unreadable = [new("old", "why")] });
        await RecordAsync(Step(1, Now.AddDays(8)) with { Unreadable = [.. Enumerable.Range(0, CourtStep.MaxUnreadableKept + 5).Select(i => new UnreadableItem($"{i}", "why"))] });

        var stored = await Dockets.UnreadableAsync(CourtStep.MaxUnreadableKept * 2, Token);

        Assert.Equal(CourtStep.MaxUnreadableKept + 1, stored.Count);
        Assert.Equal(["5", "other"], stored.TakeLast(2).Select(item => item.Item.Text));
    }

    [Fact]
    public async Task UnreadableAsync_SameTextOfTwoCourts_IsKeptForEach()
    {
        var item = new UnreadableItem("<item>\0 ünïcode 🏛 \u0001</item>", "no docket number in the title");
        await RecordAsync(Step() with { Unreadable = [item] });
        await RecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse("nyed")) with { CheckedAt = Now.AddTicks(1) }, Unreadable = [item] });

        var stored = await Dockets.UnreadableAsync(10, Token);

        Assert.Equal([new(CourtId.Parse("nyed"), Now.AddTicks(1), item), new StoredUnreadable(Some.Nysd, Now, item)], stored);
        Assert.Single(await Dockets.UnreadableAsync(1, Token));
    }
}
