using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Feeds;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

/// <summary>What SQLite promises beyond the contracts.</summary>
public sealed class SqliteStoreTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly SqliteTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task ClaimAsync_TwoProcessesOnOneFile_NobodyGetsTheSameMessage()
    {
        using var other = SqliteDatabase.Open(_store.Path);
        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => _store.Outbox.TryAddAsync(Message(i), Token)));
        IOutbox[] outboxes = [_store.Outbox, new SqliteOutbox(other), _store.Outbox, new SqliteOutbox(other)];

        var claimed = await Task.WhenAll(outboxes.Select(outbox => Task.Run(() => DrainAsync(outbox), Token)));

        var keys = claimed.SelectMany(mine => mine).ToList();
        Assert.Equal(400, keys.Count);
        Assert.Equal(400, keys.Distinct().Count());
        Assert.Equal(new OutboxCounts(0, 400, 0, 0, null), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task TakeMessagesAsync_DelaysOfOldHours_GoAndYoungOnesStay()
    {
        foreach (var days in (int[])[1, 9])
        {
            await _store.Outbox.TryAddAsync(Message(days), Token);
            Assert.Single(await _store.Outbox.RecordAsync([new(Message(days).Key, "", new Delivery.Delivered("smtp", Now.AddDays(days)))], Token));
        }

        await _store.Retention.TakeMessagesAsync(new(EndedBefore: Now.AddDays(2), SeenBefore: Now), Token);

        Assert.Equal(1, (await _store.Outbox.DelaysAsync(Now, Token)).Sum(count => count.Alerts));
    }

    [Fact]
    public async Task TryClaimTrialAsync_TwoProcessesOnOneFile_OneWins()
    {
        using var other = SqliteDatabase.Open(_store.Path);
        IProviderBreakers[] breakers = [_store.Breakers, new SqliteProviderBreakers(other)];

        var won = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            () => breakers[i % 2].TryClaimTrialAsync(new TrialClaim("smtp", Version: 1, $"{i}", Now, Now.AddMinutes(2)), Token), Token)));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task ReleaseClaimsAsync_AfterAKill_IsClaimedAtOnceAsTheSameAttempt()
    {
        var killed = Message(1);
        await _store.Outbox.TryAddAsync(killed, Token);
        await _store.Outbox.ClaimAsync([killed.Key], Now, Now.AddMinutes(2), "smtp", Token);

        var released = await ((SqliteOutbox)_store.Outbox).ReleaseClaimsAsync(Token);

        Assert.Equal(1, released);
        var again = Assert.Single(await _store.Outbox.ClaimAsync([killed.Key], Now.AddTicks(1), Now.AddMinutes(2), "outbox", Token));
        Assert.Equal((1, new ProviderPin("smtp", Now)), (again.Attempt, again.Pin));
    }

    [Fact]
    public async Task TryRecordAsync_TwoProcessesOnOneFile_OneWins()
    {
        using var other = SqliteDatabase.Open(_store.Path);
        IDockets[] dockets = [_store.Dockets, new SqliteDockets(other, TimeProvider.System)];

        var won = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(
            () => dockets[i % 2].TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) }, Token), Token)));

        Assert.Single(won, true);
    }

    [Fact]
    public async Task TryRecordAsync_FailsAtItsLastPart_LeavesNothing()
    {
        var entry = Some.Entry();
        var step = new CourtStep
        {
            State = CourtState.New(Some.Nysd),
            NewEntries = [entry],
            Alerts = [Some.Alert(entries: entry)],
            Told = [new ToldDocument(Some.Subscription().Subscriber, entry.Document!, entry.CaseId!)],
            Unreadable = [new UnreadableItem("<item>", "cut short")],
        };
        await _store.Database.Writer.RunAsync(
            session => session.Execute("CREATE TRIGGER broken BEFORE INSERT ON unreadable BEGIN SELECT RAISE(ABORT, 'broken'); END"), Token);

        await Assert.ThrowsAsync<SqliteException>(() => _store.Dockets.TryRecordAsync(step, Token));

        Assert.Null(await _store.Dockets.FindCourtAsync(Some.Nysd, Token));
        Assert.Empty(await _store.Dockets.NewestEntriesAsync(1, Token));
        Assert.Empty(await _store.Dockets.FindToldAsync(Some.Nysd, [entry.Document!], Token));
        Assert.Equal(new OutboxCounts(0, 0, 0, 0, null), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task ClaimAsync_DamagedMessage_IsDeadLetteredAndStopsNoOther()
    {
        await _store.Outbox.TryAddAsync(Message(1), Token);
        await _store.Outbox.TryAddAsync(Message(2), Token);
        await _store.Database.Writer.RunAsync(
            session => session.Execute("""UPDATE outbox_bodies SET json = '{"kind":"alert"' WHERE seq = 1"""), Token);

        var claimed = await _store.Outbox.ClaimAsync([Message(1).Key, Message(2).Key], Now, Now.AddMinutes(1), "smtp", Token);

        Assert.Equal(Message(2).Key, Assert.Single(claimed).Message.Key);
        Assert.Equal(new OutboxCounts(1, 0, 0, 1, Now), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task FindAsync_RowWithFieldsOfALaterVersion_PassesThemOver()
    {
        var subscription = Some.Subscription();
        await _store.Subscriptions.TryWriteAsync([subscription], message: null, Token);
        await _store.Database.Writer.RunAsync(
            session => session.Execute("""UPDATE subscriptions SET json = json_set(json, '$.laterField', json('{"a":[1]}'))"""), Token);

        Assert.Equal(subscription with { Version = 1 }, await _store.Subscriptions.FindAsync(subscription.Id, Token));
    }

    [Fact]
    public void IsKnown_NamesTheKindsOfMessagesThatThisProgramKnows() =>
        Assert.Equal(MessageKinds.Known.Order(), SqliteOutbox.IsKnown.Split('\'').Where((_, at) => at % 2 == 1).Order());

    [Fact]
    public async Task FindAsync_RowOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        var subscription = Some.Subscription();
        await _store.Subscriptions.TryWriteAsync([subscription], message: null, Token);
        var stored = await JsonAsync();
        Assert.EndsWith(",\"v\":1}", stored, StringComparison.Ordinal);
        await _store.Database.Writer.RunAsync(session => session.Execute("""UPDATE subscriptions SET json = replace(json, '"v":1}', '"v":2}')"""), Token);

        var fault = await Assert.ThrowsAsync<StorageException>(() => _store.Subscriptions.FindAsync(subscription.Id, Token));

        Assert.Equal("A row of the table subscriptions is of version 2 and was written by a newer Tipstaff: run that version; nothing was overwritten.", fault.Message);
        Assert.Equal(stored.Replace("\"v\":1}", "\"v\":2}", StringComparison.Ordinal), await JsonAsync());
    }

    private Task<string> JsonAsync() => _store.Database.ReadAsync(session => session.Query("SELECT json FROM subscriptions", reader => reader.GetString(0))[0], Token);

    [Fact]
    public async Task FindAsync_DamagedRow_SaysSoWithoutItsContent()
    {
        var subscription = Some.Subscription();
        await _store.Subscriptions.TryWriteAsync([subscription], message: null, Token);
        await _store.Database.Writer.RunAsync(
            session => session.Execute("UPDATE subscriptions SET json = json_remove(json, '$.court')"), Token);

        var fault = await Assert.ThrowsAsync<StorageException>(() => _store.Subscriptions.FindAsync(subscription.Id, Token));

        Assert.Contains("the table subscriptions", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SqliteSubscriptions.FollowersSql, "USING INDEX subscriptions_followed (court=? AND docket=?)")]
    [InlineData(SqliteOutbox.FindDueSql, "USING INDEX outbox_waiting (due_at<?)")]
    [InlineData(SqliteOutbox.FindDueWebhooksSql, "USING INDEX outbox_waiting_webhooks (due_at<?)")]
    public async Task Query_OnTheHotPath_IsLookedUpAndNeverScanned(string sql, string expected)
    {
        var plan = await _store.Database.ReadAsync(
            session => session.Query(
                $"EXPLAIN QUERY PLAN {sql}",
                reader => reader.GetString(3),
                sql != SqliteSubscriptions.FollowersSql ? [("@now", 0L), ("@max", 1)] : [("@court", ""), ("@dockets", "[]")]),
            Token);

        var searches = plan.FindAll(step => step.Contains("subscriptions", StringComparison.Ordinal) || step.Contains("outbox", StringComparison.Ordinal));
        Assert.NotEmpty(searches);
        Assert.All(searches, step => Assert.StartsWith("SEARCH", step, StringComparison.Ordinal));
        Assert.All(searches, step => Assert.EndsWith(expected, step, StringComparison.Ordinal));
        Assert.DoesNotContain("TEMP B-TREE", string.Join('\n', plan), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddSqliteStore_Resolved_SharesOneDatabase()
    {
        using var folder = new TemporaryFolder();
        await using var services = new ServiceCollection().AddSqliteStore(folder.Combine("tipstaff.db")).BuildServiceProvider();
        var confirmation = new OutboxMessage.ConfirmationMessage
        {
            Key = Message(1).Key,
            Subscriber = Some.Subscription().Subscriber,
            CreatedAt = Now,
            DueAt = Now,
        };

        await services.GetRequiredService<ISubscriptions>().TryWriteAsync([Some.Subscription()], confirmation, Token);

        Assert.Equal(1, (await services.GetRequiredService<IOutbox>().CountAsync(Token)).Waiting);
        Assert.Empty(await services.GetRequiredService<IDockets>().ListCourtsAsync(Token));
    }

    private static OutboxMessage Message(int number) =>
        OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number + 1}")));

    private static async Task<List<IdempotencyKey>> DrainAsync(IOutbox outbox)
    {
        var mine = new List<IdempotencyKey>();
        while (await outbox.FindDueAsync(Now, 30, Token) is { Count: > 0 } due)
        {
            var claimed = await outbox.ClaimAsync(due, Now, Now.AddMinutes(1), "smtp", Token);
            mine.AddRange(claimed.Select(message => message.Message.Key));
            await outbox.RecordAsync(
                [.. claimed.Select(message => new DeliveryRecord(message.Message.Key, message.ClaimToken, new Delivery.Delivered("smtp", Now)))],
                Token);
        }

        return mine;
    }
}
