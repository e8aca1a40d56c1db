using Tipstaff.Local.Storage;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly SqliteTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SqliteWriter Writer => _store.Database.Writer;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RunAsync_OneOfABatchFails_ItsNeighboursAreWritten()
    {
        var writes = await InOneBatchAsync(
            () => Writer.RunAsync(session => Add(session, "first"), Token),
            () => Writer.RunAsync<int>(session => Add(session, "failing") is 1 ? throw new FormatException("bad") : 0, Token),
            () => Writer.TryRunAsync(session => Add(session, "lost") is 0, Token),
            () => Writer.RunAsync(session => Add(session, "last"), Token));

        await Assert.ThrowsAsync<FormatException>(() => writes[1]);
        Assert.Equal(["first", "last"], await CourtsAsync());
    }

    [Fact]
    public async Task RunAsync_OneOfABatchBringsTheTransactionDown_ItsNeighboursAreWritten()
    {
        var writes = await InOneBatchAsync(
            () => Writer.RunAsync(session => Add(session, "first"), Token),
            () => Writer.RunAsync<int>(session => session.Execute("ROLLBACK") is var _ ? throw new FormatException("bad") : 0, Token),
            () => Writer.RunAsync(session => Add(session, "last"), Token));

        await Assert.ThrowsAsync<FormatException>(() => writes[1]);
        Assert.Equal(["first", "last"], await CourtsAsync());
    }

    [Fact]
    public async Task RunAsync_DiskFull_SaysSoAndTheNextIsWritten()
    {
        await Writer.RunAsync(session => session.Number("PRAGMA max_page_count = 1"), Token);

        var fault = await Assert.ThrowsAsync<StorageException>(
            () => Writer.RunAsync(session => Add(session, "large", new string('x', 100_000)), Token));
        await Writer.RunAsync(session => Add(session, "small"), Token);

        Assert.Equal(
            $"The database {_store.Path} cannot grow, its disk is full: free some space and start again.", fault.Message);
        Assert.Equal(["small"], await CourtsAsync());
    }

    [Fact]
    public async Task RunAsync_AnotherProcessWrites_WaitsForIt()
    {
        using var other = SqliteSession.Open(_store.Path);
        other.Execute("BEGIN IMMEDIATE");
        Add(other, "theirs");

        var write = Writer.RunAsync(session => Add(session, "ours"), Token);
        Assert.Empty(await CourtsAsync());
        other.Execute("COMMIT");
        await write;

        Assert.Equal(["ours", "theirs"], await CourtsAsync());
    }

    [Fact]
    public async Task RunAsync_Queued_IsNotReportedBeforeItIsCommitted()
    {
        var write = Writer.RunAsync(session => Add(session, "first"), Token);

        await write;

        Assert.Equal(["first"], await CourtsAsync());
    }

    [Fact]
    public async Task RunAsync_CancelledWhileQueued_IsNotBegun()
    {
        using var cancellation = new CancellationTokenSource();

        var writes = await InOneBatchAsync(
            () =>
            {
                var write = Writer.RunAsync(session => Add(session, "cancelled"), cancellation.Token);
                cancellation.Cancel();
                return write;
            },
            () => Writer.RunAsync(session => Add(session, "other"), Token));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writes[0]);
        Assert.Equal(["other"], await CourtsAsync());
    }

    [Fact]
    public async Task Dispose_WorkQueued_WritesItFirst()
    {
        using var gate = new ManualResetEventSlim();
        var held = Writer.RunAsync(_ => Wait(gate), Token);
        var queued = Writer.RunAsync(session => Add(session, "queued"), Token);
        var disposing = Task.Run(Writer.Dispose, Token);

        gate.Set();
        await Task.WhenAll(held, queued, disposing);

        Assert.Equal(["queued"], await CourtsAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Writer.RunAsync(session => Add(session, "late"), Token));
    }

    private static int Add(SqliteSession session, string court, string json = "{}") =>
        session.Execute("INSERT INTO courts (court, version, json) VALUES (@court, 1, @json)", ("@court", court), ("@json", json));

    private static bool Wait(ManualResetEventSlim gate)
    {
        gate.Wait(Token);
        return true;
    }

    // The writer is held up until all of them are queued, so that it takes them together.
    private async Task<List<Task>> InOneBatchAsync(params Func<Task>[] starts)
    {
        using var gate = new ManualResetEventSlim();
        var held = Writer.RunAsync(_ => Wait(gate), Token);
        var writes = starts.Select(start => start()).ToList();
        gate.Set();
        await held;
        await Task.WhenAll(writes).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        return writes;
    }

    private Task<List<string>> CourtsAsync() =>
        _store.Database.ReadAsync(
            session => session.Query("SELECT court FROM courts ORDER BY court", reader => reader.GetString(0)), Token);
}
