using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IDockets"/>.</summary>
public abstract partial class DocketsContract : StoreContract
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

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
        var claimed = Assert.Single(await Outbox.ClaimAsync(await Outbox.FindDueAsync(Now, 1, Token), Now, Now.AddMinutes(1), "smtp", Token));
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
    public async Task TryRecordAsync_HalfACharacter_IsNoReasonToFail()
    {
        var entry = Some.Entry(caption: "Doe \ud800 v. Roe", labels: "half \udc00");

        await RecordAsync(Step(entries: entry) with { Unreadable = [new UnreadableItem("\ud800", "half a character")] });

        Assert.Single(await Dockets.NewestEntriesAsync(10, Token));
        Assert.Single(await Dockets.UnreadableAsync(10, Token));
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
