using System.IO.Compression;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

/// <summary>A database that the program wrote before rows had versions (commit c956f6d): read, migrated, and delivered once.</summary>
public sealed class BeforeVersionsTests : IDisposable
{
    private static readonly DateTimeOffset Later = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_DatabaseOfBefore_DeliversAllThatWaitedOnce(bool isMigrated)
    {
        using var database = SqliteDatabase.Open(await UnpackAsync());
        var outbox = new SqliteOutbox(database);
        var early = await ClaimAsync(outbox, max: 5);
        if (isMigrated)
        {
            var done = Assert.Single(await new MigrateRows(new SqliteBackfills(database, TimeProvider.System), TimeProvider.System).RunAsync(_ => { }, atMost: null, Token));
            Assert.Equal(new MigratedKind("message", 22, 22, 0), done);
        }

        var rest = await ClaimAsync(outbox, max: 100);
        IReadOnlyList<ClaimedMessage> all = [.. early, .. rest];
        var recorded = await outbox.RecordAsync([.. all.Select(one => new DeliveryRecord(one.Message.Key, one.ClaimToken, new Delivery.Delivered("smtp", Later)))], Token);

        Assert.Equal((12, 12), (recorded.Count, all.Select(one => one.Message.Key).Distinct().Count()));
        Assert.Equal(22, (await outbox.CountAsync(Token)).Delivered);
        Assert.Empty(await outbox.FindDueAsync(Later.AddDays(1), 100, Token));
        Assert.All(await outbox.NewestAsync(100, Token), row => Assert.IsType<OutboxMessage.AlertMessage>(row.Message));
    }

    [Fact]
    public async Task Open_DatabaseOfBefore_ReadsCourtsEntriesAndSubscriptions()
    {
        using var database = SqliteDatabase.Open(await UnpackAsync());
        var dockets = new SqliteDockets(database, TimeProvider.System);

        var court = Assert.Single(await dockets.ListCourtsAsync(Token));

        Assert.Equal("ared", court.Court.Value);
        Assert.Equal(18, (await dockets.NewestEntriesAsync(100, Token)).Count);
        Assert.Equal(2, (await new SqliteSubscriptions(database).ListConfirmedAsync(after: null, 10, Token)).Count);
        Assert.True(await dockets.TryRecordAsync(new() { State = court with { Failures = 1 } }, Token));
        Assert.Equal(1, (await dockets.FindCourtAsync(court.Court, Token))!.Failures);
    }

    [Fact]
    public async Task Migrate_DatabaseOfBefore_EstimatesThenRewritesThenHasNothingToDo()
    {
        await UnpackAsync();

        var estimate = await TipstaffProcess.RunAsync(["migrate", "--estimate", "--data", _folder.Root]);
        var run = await TipstaffProcess.RunAsync(["migrate", "--inside-deploy", "--data", _folder.Root]);
        var after = await TipstaffProcess.RunAsync(["migrate", "--estimate", "--data", _folder.Root]);

        Assert.Equal((0, "", 0, "", 0), (estimate.ExitStatus, estimate.Errors, run.ExitStatus, run.Errors, after.ExitStatus));
        Assert.StartsWith("message: 22 rows, 22 of an older version; ", estimate.Output, StringComparison.Ordinal);
        Assert.Contains("measured on 22; about 1 s", estimate.Output, StringComparison.Ordinal);
        Assert.Contains("message: 22 rows rewritten, 0 of 22 left of an older version", run.Output, StringComparison.Ordinal);
        Assert.Contains("22 rows, 0 of an older version", after.Output, StringComparison.Ordinal);
        Assert.EndsWith("nothing to do", after.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Estimate_DatabaseOfBefore_ChangesNothing()
    {
        var path = await UnpackAsync();
        var before = await File.ReadAllBytesAsync(path, Token);
        await File.WriteAllTextAsync($"{path}.copy-0", "left by a killed one", Token);
        File.SetLastWriteTimeUtc($"{path}.copy-0", TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));

        var (status, output, errors) = await TipstaffProcess.RunAsync(["migrate", "--estimate", "--data", _folder.Root]);

        Assert.Equal((0, ""), (status, errors));
        Assert.StartsWith("message: 22 rows, 22 of an older version; ", output, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, Token));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
        using var session = SqliteSession.Open(path);
        Assert.InRange(session.Number("PRAGMA user_version"), 1, SqliteSchema.Migrations.Count - 1);
    }

    [Fact]
    public async Task Estimate_BesideAService_CountsWhatItHasWritten()
    {
        using var database = SqliteDatabase.Open(await UnpackAsync());
        await database.Writer.RunAsync(session => session.Execute("DELETE FROM outbox WHERE seq = (SELECT max(seq) FROM outbox)"), Token);

        var (_, output, _) = await TipstaffProcess.RunAsync(["migrate", "--estimate", "--data", _folder.Root]);

        Assert.StartsWith("message: 21 rows, ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--estimate")]
    [InlineData("--inside-deploy")]
    public async Task Estimate_FolderWithoutADatabase_RefusesAndCreatesNothing(string option)
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync(["migrate", option, "--data", _folder.Combine("wrong")]);

        Assert.Equal(1, status);
        Assert.Contains("There is no database", Assert.Single(errors.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task Copy_OfADatabase_IsItsOwnersAloneAndGoesAway()
    {
        using (var copy = SqliteCopy.Of(await UnpackAsync(), TimeProvider.System))
        {
            Assert.True(new FileInfo(copy.Path).Length > 0);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(copy.Path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Assert.Single(Directory.GetFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task Copy_OfWhatIsNoDatabase_FailsAndLeavesNothing()
    {
        var path = _folder.Combine("tipstaff.db");
        await File.WriteAllTextAsync(path, new string('x', 4096), Token);

        Assert.ThrowsAny<Exception>(() => SqliteCopy.Of(path, TimeProvider.System));

        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Root));
    }

    private static async Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(SqliteOutbox outbox, int max) =>
        await outbox.ClaimAsync(await outbox.FindDueAsync(Later, max, Token), Later, Later.AddMinutes(5), "smtp", Token);

    private async Task<string> UnpackAsync()
    {
        var path = Path.Combine(_folder.Root, "tipstaff.db");
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Support.Repository.Root, "tests", "Fixtures", "StoredData", "before-versions.db.gz")), CompressionMode.Decompress);
        await using var file = File.Create(path);
        await packed.CopyToAsync(file, Token);
        return path;
    }
}
