using Azure;
using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>What the tables' adapters promise beyond the ports: what a newer version wrote, several instances, the sweep, the keys.</summary>
public sealed class TableStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ReplayAsync_RowOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert());
        await _store.Outbox.TryAddAsync(message, Token);
        await MakeNewerAsync(_store.Tables.Dockets, "nysd", $"o|{message.Key}");

        var fault = await Assert.ThrowsAsync<NewerRowException>(() => _store.Outbox.ReplayAsync([message.Key], Now, Token));

        Assert.Equal($"The row nysd o|{message.Key} is of version 3 and was written by a newer Tipstaff: deploy that version; nothing was overwritten.", fault.Message);
        Assert.Equal(0, (await RowAsync(_store.Tables.Dockets, "nysd", $"o|{message.Key}")).GetInt32("Attempt"));
    }

    [Theory]
    [InlineData("courts", "nysd")]
    [InlineData("nysd", "head")]
    public async Task TryRecordAsync_RowOfANewerVersion_IsRefused(string partition, string row)
    {
        await RecordAsync(_store, 0, Some.Entry());
        await MakeNewerAsync(partition == "courts" ? _store.Tables.Courts : _store.Tables.Dockets, partition, row);
        using var instance = _store.Another();

        await Assert.ThrowsAsync<NewerRowException>(() => instance.Dockets.TryRecordAsync(Step(1, Some.Entry("11")), Token));

        Assert.Single(await _store.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token));
    }

    [Fact]
    public async Task TryRecordAsync_StaleSnapshotWithItsMessage_LosesAndIsReadAnew()
    {
        await RecordAsync(_store, 0, Some.Entry());
        var stale = Assert.Single(await _store.Get<TableDockets>().ListSnapshotsAsync(Token));
        await RecordAsync(_store, 1, Some.Entry("11"));
        using var instance = _store.Another();
        instance.Get<CourtSnapshots>().Prime(Some.Nysd, stale.State, stale.Head, stale.Tag);

        var primed = await instance.Dockets.FindCourtAsync(Some.Nysd, Token);
        var unchanged = await instance.Dockets.TryRecordAsync(new CourtStep { State = primed! with { Failures = 1 } }, Token);
        var read = await instance.Dockets.FindCourtAsync(Some.Nysd, Token);

        Assert.Equal((1L, false, 2L), (primed!.Version, unchanged, read!.Version));
    }

    [Fact]
    public async Task TryRecordAsync_ListOvertakenByAStep_IsPutRightBeforeTheNext()
    {
        await RecordAsync(_store, 0, Some.Entry());
        var before = Assert.Single(await _store.Get<TableDockets>().ListSnapshotsAsync(Token));
        using var dying = _store.Another("dying");
        _store.Cloud.Faults = new DyingInstance("dying", at: 4, isDone: false);
        await Record.ExceptionAsync(() => dying.Dockets.TryRecordAsync(Step(1, Some.Entry("11")), Token));
        using var stale = _store.Another("stale");
        stale.Get<CourtSnapshots>().Prime(Some.Nysd, before.State, before.Head, before.Tag);
        var state = await stale.Dockets.FindCourtAsync(Some.Nysd, Token);
        Assert.True(await stale.Dockets.TryRecordAsync(new CourtStep { State = state! with { Failures = 1 } }, Token));

        Assert.False(await stale.Dockets.TryRecordAsync(Step(2, Some.Entry("12")), Token));

        var now = (await stale.Dockets.FindCourtAsync(Some.Nysd, Token))!;
        Assert.Equal((3L, 0), (now.Version, now.Failures));
        await RecordAsync(stale, now.Version, Some.Entry("12"));
        Assert.Equal(["12", "11", "10"], (await stale.Dockets.NewestEntriesAsync(5, Token)).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task TryRecordAsync_ListWrittenMeanwhileWithoutContent_IsOvertakenByAStep()
    {
        await RecordAsync(_store, 0, Some.Entry());
        var listed = Assert.Single(await _store.Get<TableDockets>().ListSnapshotsAsync(Token));
        using var instance = _store.Another();
        instance.Get<CourtSnapshots>().Prime(Some.Nysd, listed.State, listed.Head, listed.Tag);
        var primed = (await instance.Dockets.FindCourtAsync(Some.Nysd, Token))!;
        Assert.True(await _store.Dockets.TryRecordAsync(new CourtStep { State = listed.State with { Failures = 1 } }, Token));

        Assert.True(await instance.Dockets.TryRecordAsync(Step(primed.Version, Some.Entry("11")), Token));

        var now = (await _store.Dockets.FindCourtAsync(Some.Nysd, Token))!;
        Assert.Equal((3L, 0), (now.Version, now.Failures));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListSnapshotsAsync_DamagedRowOfOneCourt_GivesTheOthers(bool isPacked)
    {
        foreach (var court in new[] { "cand", "nysd", "txsd" })
        {
            Assert.True(await _store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse(court)) with { CheckedAt = Now } }, Token));
        }

        var damage = isPacked ? new TableEntity("courts", "nysd") { ["StateParts"] = 1, ["State0"] = new byte[] { 255, 255, 255, 255 } } : new TableEntity("courts", "nysd") { ["State"] = "{" };
        await _store.Tables.Courts.UpdateEntityAsync(damage, ETag.All, TableUpdateMode.Merge, Token);

        var listed = await _store.Get<TableDockets>().ListSnapshotsAsync(Token);

        Assert.Equal(["cand", "txsd"], listed.Select(one => one.State.Court.Value).Order());
        await Assert.ThrowsAsync<StorageException>(() => _store.Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task FindKnownAsync_MoreThanAreKeptAtHand_AreLookedUp()
    {
        DocketEntry[] entries = [.. Enumerable.Range(1, KnownEntries.Max + 10).Select(number => Some.Entry($"{number}", labels: $"label {number}"))];
        await RecordAsync(_store, 0, entries);

        var known = await _store.Dockets.FindKnownAsync(Some.Nysd, [entries[0].Identity, entries[^1].Identity, Some.Entry("999999").Identity], Token);

        Assert.Equal(["label 1"], known[entries[0].Identity]);
        Assert.Equal(2, known.Count);
    }

    [Fact]
    public async Task ClaimAsync_AlertOfAThousandEntries_ComesBackWhole()
    {
        var alert = OutboxMessage.AlertMessage.Of(Some.Alert(entries: [.. Enumerable.Range(1, 1_000).Select(number => Some.Entry($"{number}"))]));
        await _store.Outbox.TryAddAsync(alert, Token);

        var claimed = Assert.Single(await _store.Outbox.ClaimAsync([alert.Key], Now, Now.AddMinutes(5), "acs", Token));

        Assert.Equal(1_000, Assert.IsType<OutboxMessage.AlertMessage>(claimed.Message).Alert.Entries.Count);
    }

    [Fact]
    public async Task RunAsync_EndedMessages_AreFoldedAndStillCounted()
    {
        for (var number = 0; number < 120; number++)
        {
            var message = OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number}")));
            await _store.Outbox.TryAddAsync(message, Token);
            var claim = Assert.Single(await _store.Outbox.ClaimAsync([message.Key], Now, Now.AddMinutes(5), "acs", Token));
            await _store.Outbox.RecordAsync([new(message.Key, claim.ClaimToken, new Delivery.Delivered("acs", Now))], Token);
        }

        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Equal(new OutboxCounts(0, 120, 0, 0, null), await _store.Outbox.CountAsync(Token));
        Assert.Equal([new DelayCount(DelaySteps.Least, 120)], await _store.Outbox.DelaysAsync(Now, Token));
        Assert.Equal("~count", Assert.Single(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Unfinished, Token)).RowKey);
    }

    [Fact]
    public async Task RunAsync_JournalThatNobodyNamed_IsClearedAwayAfterAnHour()
    {
        await RecordAsync(_store, 0, Some.Entry());
        await _store.Get<StepJournal>().WriteAsync(Some.Nysd, "lost", [new RowUnit(RowWriteKind.Put, new TableEntity("nysd", "e|x"))], Token);

        await _store.Sweep.RunAsync("nysd", Now.AddMinutes(59), Token);
        var before = await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Of("j|"), Token);
        await _store.Sweep.RunAsync("nysd", Now.AddMinutes(61), Token);

        Assert.Single(before);
        Assert.Empty(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Of("j|"), Token));
        Assert.Empty(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Unfinished, Token));
    }

    [Fact]
    public async Task RunAsync_NoticeLeftWithAnAddressRecord_IsMovedToOperators()
    {
        var (ada, notice) = (Some.Subscription().Subscriber, OperatorNotice.Of(NoticeKind.AddressSuppressed, "ada", Now, "It bounced."));
        using var dying = _store.Another("dying");
        _store.Cloud.Faults = new DyingInstance("dying", at: 3, isDone: false);
        await Record.ExceptionAsync(() => dying.Suppressions.TryWriteAsync(AddressRecord.New(ada), notice, Token));
        Assert.Empty(await _store.Notices.FindUntoldAsync(10, Token));

        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Equal("It bounced.", Assert.Single(await _store.Notices.FindUntoldAsync(10, Token)).Text);
        await _store.Sweep.RunAsync(Now.AddMinutes(11), 10, Token);
        Assert.Empty(await _store.Tables.Operators.ListAsync("operators", KeyRange.Unfinished, Token));
    }

    [Fact]
    public async Task FindSubscriberAsync_MessageThatAnotherInstanceAdded_IsFoundWherever()
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert());
        await _store.Outbox.TryAddAsync(message, Token);
        using var instance = _store.Another();

        Assert.Equal(message.Subscriber, await instance.Outbox.FindSubscriberAsync(message.Key, Token));
        Assert.Equal("nysd", instance.Get<Whereabouts>().PartitionOf(message.Key));
    }

    [Fact]
    public async Task AddAsync_QueueMessageGivenUpTwice_IsKeptOnce()
    {
        var letters = _store.Get<TableDeadLetters>();
        var letter = new QueueDeadLetter("checks", "nysd-1", "{ no json", "unreadable", Now);

        await letters.AddAsync(letter, Token);
        await letters.AddAsync(letter, Token);

        Assert.Equal([letter], await letters.NewestAsync(10, Token));
    }

    [Theory]
    [InlineData("1:26-cv-01234", "1:26-cv-01234")]
    [InlineData("5:18-~gr-00001", "5:18-~gr-00001")]
    [InlineData("a/b\\c#d?e%f|g=h", "a=002Fb=005Cc=0023d=003Fe=0025f=007Cg=003Dh")]
    [InlineData("é\t", "=00E9=0009")]
    public void Encode_WhatKeysMayNotHold_IsEscaped(string text, string key) => Assert.Equal(key, TableKeys.Encode(text));

    private static CourtStep Step(long version, params DocketEntry[] entries) => new()
    {
        State = CourtState.New(Some.Nysd) with { Version = version, CheckedAt = Now.AddMinutes(version), ContentHash = $"{version}" },
        NewEntries = entries,
    };

    private static async Task RecordAsync(TableTestStore store, long version, params DocketEntry[] entries) =>
        Assert.True(await store.Dockets.TryRecordAsync(Step(version, entries), Token));

    private static async Task<TableEntity> RowAsync(TableClient table, string partition, string row) =>
        (await table.GetEntityAsync<TableEntity>(partition, row, cancellationToken: Token)).Value;

    private static Task MakeNewerAsync(TableClient table, string partition, string row) =>
        table.UpdateEntityAsync(new TableEntity(partition, row) { ["V"] = 3 }, ETag.All, cancellationToken: Token);
}
