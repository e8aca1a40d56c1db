using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IDockets"/>.</summary>
public abstract class DocketsContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

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
            ETag = "W/\"abc\"",
            LastModified = "Mon, 02 Mar 2026 14:00:00 GMT",
            ContentHash = "00ff",
            BuiltAt = Now.AddTicks(5),
            Coverage = "orders, opinions",
            Items = 6,
            UnreadableItems = 7,
        };
        await RecordAsync(new CourtStep { State = state });

        Assert.Equal(state with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task FindCourtAsync_NoFieldSet_ComesBack()
    {
        await RecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) });

        Assert.Equal(CourtState.New(Some.Nysd) with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
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
    public async Task TryRecordAsync_VersionRead_Grows()
    {
        await RecordAsync(Step());

        await RecordAsync(Step(version: 1));

        Assert.Equal(2, (await Dockets.FindCourtAsync(Some.Nysd, Token))!.Version);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryRecordAsync_OtherVersion_WritesNothing(long version)
    {
        await RecordAsync(Step(entries: Some.Entry("1")));
        var before = await SnapshotAsync();

        Assert.False(await Dockets.TryRecordAsync(FullStep("2", version), Token));

        AssertSame(before, await SnapshotAsync());
    }

    [Fact]
    public async Task TryRecordAsync_UnknownCourtWithAVersion_WritesNothing()
    {
        Assert.False(await Dockets.TryRecordAsync(FullStep("2", version: 1), Token));

        Assert.Null(await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task TryRecordAsync_SomethingOfAnotherCourt_FailsAndWritesNothing()
    {
        await RecordAsync(Step(entries: Some.Entry("1")));
        var before = await SnapshotAsync();
        var step = FullStep("2", version: 1);

        await Assert.ThrowsAsync<ArgumentException>(
            () => Dockets.TryRecordAsync(step with { NewEntries = [.. step.NewEntries, Some.Entry(court: "nyed")] }, Token));

        AssertSame(before, await SnapshotAsync());
    }

    [Fact]
    public async Task TryRecordAsync_AllParts_AreThere()
    {
        var step = FullStep("7");

        await RecordAsync(step);

        var entry = step.NewEntries[0];
        AssertSame([entry], await Dockets.NewestEntriesAsync(10, Token));
        AssertSame<OutboxMessage>(
            OutboxMessage.AlertMessage.Of(step.Alerts[0]), Assert.Single(await Outbox.NewestAsync(10, Token)).Message);
        Assert.Equal(step.Told[0], Assert.Single(await Dockets.FindToldAsync(Some.Nysd, [entry.Document!], Token)));
        Assert.Equal([new StoredUnreadable(Some.Nysd, Now, step.Unreadable[0])], await Dockets.UnreadableAsync(10, Token));
    }

    [Fact]
    public async Task TryRecordAsync_SameStepWithAFreshVersion_AddsNothing()
    {
        await RecordAsync(FullStep("7"));
        var before = await SnapshotAsync();

        await RecordAsync(FullStep("7", version: 1, now: Now.AddHours(1)));

        AssertSame(before, await SnapshotAsync());
    }

    [Fact]
    public async Task TryRecordAsync_SameThingsTwiceInOneStep_AreAddedOnce()
    {
        var step = FullStep("7");

        await RecordAsync(step with
        {
            NewEntries = [.. step.NewEntries, .. step.NewEntries],
            Alerts = [.. step.Alerts, .. step.Alerts],
            Told = [.. step.Told, .. step.Told],
            Unreadable = [.. step.Unreadable, step.Unreadable[0] with { Reason = "another" }],
        });

        var snapshot = await SnapshotAsync();
        Assert.Equal(
            (1, 1, 1, 1), (snapshot.Entries.Count, snapshot.Messages.Count, snapshot.Told.Count, snapshot.Unreadable.Count));
    }

    [Fact]
    public async Task TryRecordAsync_AlertThatWasDelivered_IsNotSentAgain()
    {
        await RecordAsync(FullStep("7"));
        var claimed = Assert.Single(await Outbox.ClaimAsync(await Outbox.FindDueAsync(Now, 1, Token), Now, Now.AddMinutes(1), Token));
        await Outbox.RecordAsync(
            [new DeliveryRecord(claimed.Message.Key, claimed.ClaimToken, new Delivery.Delivered("smtp", Now))], Token);

        await RecordAsync(FullStep("7", version: 1));

        Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task TryRecordAsync_TwoChecksAtOnce_OneWinsWhole()
    {
        var steps = Enumerable.Range(1, 8).Select(i => FullStep($"{i}")).ToList();

        var won = await Task.WhenAll(steps.Select(step => Task.Run(() => Dockets.TryRecordAsync(step, Token))));

        var winner = steps[Assert.Single(Enumerable.Range(0, 8), i => won[i])];
        AssertSame(winner.NewEntries, await Dockets.NewestEntriesAsync(10, Token));
        Assert.Equal(IdempotencyKey.Of(winner.Alerts[0].Id), Assert.Single(await Outbox.NewestAsync(10, Token)).Message.Key);
    }

    [Fact]
    public async Task TryRecordAsync_SeveralCourtsAtOnce_AllWin()
    {
        var steps = Enumerable.Range(1, 20).Select(i => new CourtStep { State = CourtState.New(CourtId.Parse($"c{i:D2}d")) });

        var won = await Task.WhenAll(steps.Select(step => Task.Run(() => Dockets.TryRecordAsync(step, Token))));

        Assert.All(won, Assert.True);
    }

    [Fact]
    public async Task TryRecordAsync_Revision_AddsLabelsAndTellsNobody()
    {
        await RecordAsync(Step(entries: Some.Entry(labels: "Motion")));

        var revised = Some.Entry(caption: "Doe et al v. Roe", labels: ["Motion", "Brief"]);
        await RecordAsync(Step(version: 1) with { RevisedEntries = [revised] });

        AssertSame([revised], await Dockets.NewestEntriesAsync(10, Token));
        Assert.Equal(["Motion", "Brief"], (await Dockets.FindKnownAsync(Some.Nysd, [revised.Identity], Token))[revised.Identity]);
        Assert.Empty(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task TryRecordAsync_OldRevisionDoneAgain_TakesNoLabelAway()
    {
        await RecordAsync(Step(entries: Some.Entry(labels: "Motion")));
        await RecordAsync(Step(version: 1) with { RevisedEntries = [Some.Entry(labels: ["Motion", "Brief"])] });

        await RecordAsync(Step(version: 2) with { RevisedEntries = [Some.Entry(labels: "Motion")] });

        Assert.Equal(["Motion", "Brief"], Assert.Single(await Dockets.NewestEntriesAsync(10, Token)).Labels);
    }

    [Fact]
    public async Task TryRecordAsync_RevisionOfAnUnknownEntry_AddsNothing()
    {
        await RecordAsync(Step() with { RevisedEntries = [Some.Entry()] });

        Assert.Empty(await Dockets.NewestEntriesAsync(10, Token));
    }

    [Fact]
    public async Task TryRecordAsync_ThousandsOfEntries_AreAllKnown()
    {
        var entries = Enumerable.Range(1, 5_000).Select(i => Some.Entry($"{i}")).ToArray();

        await RecordAsync(Step(entries: entries));

        var known = await Dockets.FindKnownAsync(
            Some.Nysd, [.. entries.Select(entry => entry.Identity), Some.Entry("5001").Identity], Token);
        Assert.Equal(5_000, known.Count);
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
    public async Task TryRecordAsync_HalfACharacter_IsNoReasonToFail()
    {
        var entry = Some.Entry(caption: "Doe \ud800 v. Roe", labels: "half \udc00");

        await RecordAsync(Step(entries: entry) with { Unreadable = [new UnreadableItem("\ud800", "half a character")] });

        Assert.Single(await Dockets.NewestEntriesAsync(10, Token));
        Assert.Single(await Dockets.UnreadableAsync(10, Token));
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
    public async Task UnreadableAsync_SameTextOfTwoCourts_IsKeptForEach()
    {
        var item = new UnreadableItem("<item>\0 ünïcode 🏛 \u0001</item>", "no docket number in the title");
        await RecordAsync(Step() with { Unreadable = [item] });
        await RecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse("nyed")) with { CheckedAt = Now.AddTicks(1) }, Unreadable = [item] });

        var stored = await Dockets.UnreadableAsync(10, Token);

        Assert.Equal([new(CourtId.Parse("nyed"), Now.AddTicks(1), item), new StoredUnreadable(Some.Nysd, Now, item)], stored);
        Assert.Single(await Dockets.UnreadableAsync(1, Token));
    }

    private static CourtStep Step(long version = 0, DateTimeOffset? now = null, params DocketEntry[] entries) => new()
    {
        State = CourtState.New(Some.Nysd) with { Version = version, CheckedAt = now ?? Now },
        NewEntries = entries,
    };

    private static CourtStep FullStep(string sequence, long version = 0, DateTimeOffset? now = null)
    {
        var entry = Some.Entry(sequence);
        return Step(version, now, entry) with
        {
            Alerts = [Some.Alert(entries: entry)],
            Told = [new ToldDocument(Some.Subscription().Subscriber, entry.Document!, entry.CaseId!)],
            Unreadable = [new UnreadableItem($"<item>{sequence}", "cut short")],
        };
    }

    private async Task RecordAsync(CourtStep step) => Assert.True(await Dockets.TryRecordAsync(step, Token));

    private async Task<Snapshot> SnapshotAsync() => new(
        await Dockets.NewestEntriesAsync(100, Token),
        await Outbox.NewestAsync(100, Token),
        await Dockets.FindToldAsync(Some.Nysd, [Some.Entry().Document!], Token),
        await Dockets.UnreadableAsync(100, Token));

    private sealed record Snapshot(
        IReadOnlyList<DocketEntry> Entries,
        IReadOnlyList<OutboxRow> Messages,
        IReadOnlySet<ToldDocument> Told,
        IReadOnlyList<StoredUnreadable> Unreadable);
}
