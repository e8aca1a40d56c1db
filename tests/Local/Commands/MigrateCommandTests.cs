using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

/// <summary><c>tipstaff migrate</c> as a program of its own, ended in the middle.</summary>
public sealed class MigrateCommandTests : IDisposable
{
    private const int Messages = 60_000;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DatabasePath => Path.Combine(_folder.Root, "tipstaff.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Migrate_EndedInTheMiddle_GoesOnFromThere(bool isKilled)
    {
        await AddOldAsync();
        await using var first = TipstaffProcess.Start("migrate", "--data", _folder.Root);
        await Until.TrueAsync(() => first.Output.Contains("0,000 rows rewritten, about", StringComparison.Ordinal), () => first.Output + first.Errors);
        if (isKilled)
        {
            first.Kill();
        }
        else
        {
            first.Terminate();
        }

        var status = await first.WaitForExitAsync();
        var between = await CountAsync();
        var (second, output, errors) = await TipstaffProcess.RunAsync(["migrate", "--data", _folder.Root]);

        Assert.InRange(between.Old, 1, Messages - 10_000);
        Assert.Equal((0, ""), (second, errors));
        Assert.Contains($"message: {between.Old:N0} rows rewritten, 0 of {Messages:N0} left of an older version", output, StringComparison.Ordinal);
        Assert.Equal(0, (await CountAsync()).Old);
        if (!isKilled)
        {
            Assert.Equal(1, status);
            Assert.Equal("tipstaff: The migration was stopped; run tipstaff migrate again, and it goes on from there.", first.Errors.Trim());
        }
    }

    private async Task AddOldAsync()
    {
        using var database = SqliteDatabase.Open(DatabasePath);
        await new SqliteOutbox(database).TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert()), Token);
        await database.Writer.RunAsync(
            session =>
            {
                session.Execute(
                    """
                    WITH RECURSIVE numbers (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < @count)
                    INSERT INTO outbox (seq, key, subscriber, created_at, due_at, state_at) SELECT n, printf('%032x', n), subscriber, created_at, due_at, state_at
                    FROM numbers, outbox WHERE seq = 1
                    """,
                    ("@count", Messages));
                session.Execute("INSERT INTO outbox_bodies (seq, json) SELECT outbox.seq, first.json FROM outbox, outbox_bodies AS first WHERE outbox.seq > 1 AND first.seq = 1");
                return session.Execute("UPDATE outbox SET v = 1, kind = NULL");
            },
            Token);
    }

    private async Task<RowCounts> CountAsync()
    {
        using var database = SqliteDatabase.Open(DatabasePath);
        return await new SqliteBackfills(database, TimeProvider.System).CountAsync(StoredKinds.Message, Token);
    }
}
