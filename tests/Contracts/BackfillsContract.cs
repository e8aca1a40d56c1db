using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IBackfills"/>, as whoever migrates relies on them.</summary>
public abstract class BackfillsContract : IDisposable
{
    // More than three pieces of either store.
    private const int Messages = 1_700;

    private protected static readonly DateTimeOffset Now = Some.Monday9Am;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected abstract IOutbox Outbox { get; }

    private protected abstract IBackfills Backfills { get; }

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Close();

    /// <summary>Makes all messages such as the version before wrote them.</summary>
    private protected abstract Task AgeAsync();

    private protected abstract Task DamageAsync(IdempotencyKey key);

    [Fact]
    public async Task RunAsync_RowsOfTheVersionBefore_AreRewrittenOnceWithTheirContent()
    {
        await AddAsync(Messages);
        var before = await TextsAsync();
        await AgeAsync();
        Assert.Equal((Messages, Messages), await CountAsync());
        var told = new List<MigratedKind>();

        var done = await Migrate().RunAsync(told.Add, atMost: null, Token);
        var again = await Migrate().RunAsync(told.Add, atMost: null, Token);

        Assert.Equal(new MigratedKind("message", Messages, Messages, 0), Assert.Single(done));
        Assert.Equal(0, Assert.Single(again).Rewritten);
        Assert.True(told.Count > 3);
        Assert.Equal(told.Select(one => one.Rewritten).Order(), told.Select(one => one.Rewritten));
        Assert.Equal(before, await TextsAsync());
    }

    [Fact]
    public async Task RunPieceAsync_ByAnotherAfterEachPiece_GoesOnFromTheStoredPlace()
    {
        await AddAsync(Messages);
        await AgeAsync();
        var (pieces, stored) = (0, default(BackfillCheckpoint));
        for (; stored is not { IsDone: true }; pieces++)
        {
            await Backfills.RunPieceAsync(BackfillCheckpoint.Of(StoredKinds.Message, stored), Token);
            stored = await Backfills.FindAsync(StoredKinds.Message, Token);
        }

        Assert.True(pieces > 3);
        Assert.Equal((Messages, Messages), (stored.Looked, stored.Rewritten));
        Assert.Equal((Messages, 0), await CountAsync());
    }

    [Fact]
    public async Task RunAsync_Ended_LeavesTheRestToTheNextRun()
    {
        await AddAsync(Messages);
        await AgeAsync();
        using var end = new CancellationTokenSource();

        var ended = Assert.Single(await Migrate().RunAsync(_ => end.Cancel(), atMost: null, end.Token));
        var rest = Assert.Single(await Migrate().RunAsync(_ => { }, atMost: null, Token));

        Assert.InRange(ended.Rewritten, 0, Messages - 1);
        Assert.Equal(Messages, ended.Rewritten + ended.Left);
        Assert.Equal((ended.Left, 0), (rest.Rewritten, rest.Left));
    }

    [Fact]
    public async Task EstimateAsync_RealRows_CountsAndMeasuresAndChangesNothing()
    {
        await AddAsync(20);
        await AgeAsync();

        var estimate = Assert.Single(await Migrate().EstimateAsync(Token));

        Assert.Equal((20, 20), (estimate.Counts.Rows, estimate.Counts.Old));
        Assert.InRange(estimate.Sample.Rows, 1, 20);
        Assert.Equal((20, 20), await CountAsync());
        Assert.Null(await Backfills.FindAsync(StoredKinds.Message, Token));
    }

    [Fact]
    public async Task RunAsync_MessageClaimedMeanwhile_StaysClaimedAndIsRecorded()
    {
        await AddAsync(3);
        await AgeAsync();
        var claims = await Outbox.ClaimAsync([Message(0).Key, Message(1).Key], Now, Now.AddMinutes(5), "smtp", Token);

        await Migrate().RunAsync(_ => { }, atMost: null, Token);

        Assert.Equal([Message(2).Key], await Outbox.FindDueAsync(Now, 10, Token));
        Assert.Equal(2, (await Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("smtp", Now)))], Token)).Count);
        Assert.Equal((3, 0), await CountAsync());
    }

    [Fact]
    public async Task ClaimAsync_RowsOfTheVersionBefore_AreReadAndDelivered()
    {
        await AddAsync(2);
        await AgeAsync();

        var claims = await Outbox.ClaimAsync(await Outbox.FindDueAsync(Now, 10, Token), Now, Now.AddMinutes(5), "smtp", Token);

        Assert.Equal(2, claims.Count);
        Assert.Equal(2, (await Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("smtp", Now)))], Token)).Count);
    }

    [Fact]
    public async Task RunAsync_BodyIsDamaged_IsRewrittenAllTheSameAndThenGivenUp()
    {
        await AddAsync(3);
        await AgeAsync();
        await DamageAsync(Message(1).Key);

        await Migrate().RunAsync(_ => { }, atMost: null, Token);

        Assert.Equal((3, 0), await CountAsync());
        Assert.Equal(3, (await Outbox.FindDueAsync(Now, 10, Token)).Count);
        Assert.Equal(2, (await Outbox.ClaimAsync([Message(0).Key, Message(1).Key, Message(2).Key], Now, Now.AddMinutes(5), "smtp", Token)).Count);
        Assert.Equal(Message(1).Key, Assert.Single(await Outbox.DeadLettersAsync(10, after: null, Token)).Key);
    }

    private protected static OutboxMessage Message(int number) => OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number}", court: "nysd")));

    private protected MigrateRows Migrate() => new(Backfills, TimeProvider.System);

    private protected async Task AddAsync(int count)
    {
        foreach (var number in Enumerable.Range(0, count))
        {
            await Outbox.TryAddAsync(Message(number), Token);
        }
    }

    private async Task<(long Rows, long Old)> CountAsync()
    {
        var counts = await Backfills.CountAsync(StoredKinds.Message, Token);
        return (counts.Rows, counts.Old);
    }

    private async Task<IReadOnlyList<string>> TextsAsync() =>
        [.. (await Outbox.NewestAsync(Messages, Token)).Select(row => System.Text.Json.JsonSerializer.Serialize(row))];
}
