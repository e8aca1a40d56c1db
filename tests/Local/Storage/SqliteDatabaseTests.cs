using System.Runtime.Versioning;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DatabasePath => _folder.Combine("data", "tipstaff.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NothingThere_CreatesThePresentSchema()
    {
        using var database = SqliteDatabase.Open(DatabasePath);

        Assert.Equal(SqliteSchema.Version, await NumberAsync(database, "PRAGMA user_version"));
        Assert.Equal(SqliteSchema.ApplicationId, await NumberAsync(database, "PRAGMA application_id"));
    }

    [Fact]
    public async Task Open_Anything_WritesDurably()
    {
        using var database = SqliteDatabase.Open(DatabasePath);

        var settings = await database.Writer.RunAsync(
            session => (
                Journal: session.Query("PRAGMA journal_mode", reader => reader.GetString(0))[0],
                Synchronous: session.Number("PRAGMA synchronous"),
                ForeignKeys: session.Number("PRAGMA foreign_keys"),
                SecureDelete: session.Number("PRAGMA secure_delete")),
            Token);

        Assert.Equal(("wal", 2, 1, 1), settings);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Open_NothingThere_CreatesFilesForTheirOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");

        using var database = SqliteDatabase.Open(DatabasePath);

        var modes = Directory.GetFiles(_folder.Combine("data")).Select(File.GetUnixFileMode).Distinct();
        Assert.Equal([UnixFileMode.UserRead | UnixFileMode.UserWrite], modes);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Combine("data")));
    }

    [Fact]
    public async Task Open_Again_KeepsWhatWasWritten()
    {
        using (var database = SqliteDatabase.Open(DatabasePath))
        {
            await new SqliteOutbox(database).TryAddAsync(Message(), Token);
        }

        using var reopened = SqliteDatabase.Open(DatabasePath);

        Assert.Equal(1, (await new SqliteOutbox(reopened).CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task Open_FilesAsACrashLeavesThem_HasEveryAcceptedWrite()
    {
        using var database = SqliteDatabase.Open(DatabasePath);
        var outbox = new SqliteOutbox(database);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => outbox.TryAddAsync(Message(i), Token)));
        var copy = _folder.Combine("copy.db");
        File.Copy(DatabasePath, copy);
        File.Copy($"{DatabasePath}-wal", $"{copy}-wal");

        using var recovered = SqliteDatabase.Open(copy);

        Assert.Equal(50, (await new SqliteOutbox(recovered).CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task Open_OlderSchema_MigratesForwardAndKeepsTheRows()
    {
        using (var older = SqliteDatabase.Open(DatabasePath))
        {
            await new SqliteOutbox(older).TryAddAsync(Message(), Token);
        }

        string[] migrations = [.. SqliteSchema.Migrations, "ALTER TABLE outbox ADD COLUMN note TEXT NOT NULL DEFAULT 'new'"];
        using var database = SqliteDatabase.Open(DatabasePath, migrations);

        Assert.Equal(migrations.Length, await NumberAsync(database, "PRAGMA user_version"));
        Assert.Equal(1, await NumberAsync(database, "SELECT count(*) FROM outbox WHERE note = 'new'"));
    }

    [Fact]
    public async Task Open_SchemaThatKnewNoWebhooksApart_KnowsThoseThatWait()
    {
        var at = SqliteSchema.Migrations.ToList().FindIndex(step => step.Contains("ADD COLUMN webhook", StringComparison.Ordinal));
        var webhook = OutboxMessage.AlertMessage.Of(Some.Alert(Some.Hooked(Some.Subscription())));
        using (var older = SqliteDatabase.Open(DatabasePath, [.. SqliteSchema.Migrations.Take(at)]))
        {
            foreach (var message in new[] { Message(), webhook })
            {
                await older.Writer.RunAsync(
                    session => session.Execute(
                        "INSERT INTO outbox (key, subscriber, created_at, due_at, state_at) VALUES (@key, '', 0, 0, 0)", ("@key", message.Key.Value))
                        + session.Execute("INSERT INTO outbox_bodies VALUES (last_insert_rowid(), @json)", ("@json", StoredJson.Write(message))),
                    Token);
            }
        }

        using var database = SqliteDatabase.Open(DatabasePath);

        Assert.Equal([webhook.Key], await new SqliteOutbox(database).FindDueWebhooksAsync(webhook.DueAt, 10, Token));
    }

    [Fact]
    public async Task Open_MigrationFails_LeavesTheOlderSchema()
    {
        SqliteDatabase.Open(DatabasePath).Dispose();

        Assert.ThrowsAny<Exception>(
            () => SqliteDatabase.Open(DatabasePath, [.. SqliteSchema.Migrations, "CREATE TABLE extra (a TEXT); CREATE TABLE outbox (b TEXT)"]));

        using var database = SqliteDatabase.Open(DatabasePath);
        Assert.Equal(0, await NumberAsync(database, "SELECT count(*) FROM sqlite_master WHERE name = 'extra'"));
    }

    [Fact]
    public async Task Open_SeveralAtOnce_MigrateOnce()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SqliteDatabase.Open(DatabasePath), Token)));

        var added = await Task.WhenAll(opened.Select(database => new SqliteOutbox(database).TryAddAsync(Message(), Token)));

        Assert.Single(added, true);
        Assert.All(opened, database => database.Dispose());
    }

    [Fact]
    public void Open_NewerSchema_IsRefusedAndLeftAlone()
    {
        SqliteDatabase.Open(DatabasePath, [.. SqliteSchema.Migrations, "CREATE TABLE later (a TEXT)"]).Dispose();

        var fault = Assert.Throws<StorageException>(() => SqliteDatabase.Open(DatabasePath));

        Assert.Equal(
            $"The database {DatabasePath} was written by a newer Tipstaff (schema {SqliteSchema.Version + 1}; this one knows {SqliteSchema.Version}): run that version, or name another folder with --data.",
            fault.Message);
    }

    [Fact]
    public void Open_NoDatabase_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(_folder.Combine("data"));
        File.WriteAllText(DatabasePath, new string('x', 5_000));

        var fault = Assert.Throws<StorageException>(() => SqliteDatabase.Open(DatabasePath));

        Assert.Equal(
            $"The database {DatabasePath} is no Tipstaff database: move the file away, or name another folder with --data.", fault.Message);
        Assert.Equal(5_000, new FileInfo(DatabasePath).Length);
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        using (var database = SqliteDatabase.Open(DatabasePath))
        {
            await database.Writer.RunAsync(session => session.Execute("PRAGMA application_id = 7"), Token);
        }

        var fault = Assert.Throws<StorageException>(() => SqliteDatabase.Open(DatabasePath));

        Assert.Equal($"The database {DatabasePath} belongs to another program: name another folder with --data.", fault.Message);
    }

    [Fact]
    public async Task Read_DamagedPages_SaysSo()
    {
        long page;
        using (var database = SqliteDatabase.Open(DatabasePath))
        {
            await new SqliteOutbox(database).TryAddAsync(Message(), Token);
            page = await NumberAsync(database, "SELECT rootpage FROM sqlite_master WHERE name = 'outbox'");
        }

        await using (var file = File.Open(DatabasePath, FileMode.Open))
        {
            file.Seek((page - 1) * 4096, SeekOrigin.Begin);
            file.Write(new byte[4096]);
        }

        using var damaged = SqliteDatabase.Open(DatabasePath);
        var fault = await Assert.ThrowsAsync<StorageException>(() => new SqliteOutbox(damaged).NewestAsync(1, Token));

        Assert.Equal(
            $"The database {DatabasePath} is damaged: restore it from a backup, or move the file away to begin anew.", fault.Message);
    }

    [Fact]
    public void Open_FolderInPlaceOfTheFile_IsRefused()
    {
        Directory.CreateDirectory(DatabasePath);

        var fault = Assert.Throws<StorageException>(() => SqliteDatabase.Open(DatabasePath));

        Assert.Contains(DatabasePath, fault.Message, StringComparison.Ordinal);
        Assert.Contains("name another folder with --data", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderCannotBeMade_IsRefused()
    {
        File.WriteAllText(_folder.Combine("data"), "");

        var fault = Assert.Throws<StorageException>(() => SqliteDatabase.Open(DatabasePath));

        Assert.StartsWith($"The database {DatabasePath} cannot be written (", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith("make it writable for this user, or name another folder with --data.", fault.Message, StringComparison.Ordinal);
    }

    private static Task<long> NumberAsync(SqliteDatabase database, string sql) =>
        database.ReadAsync(session => session.Number(sql), Token);

    private static OutboxMessage Message(int number = 0) =>
        OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number + 1}")));
}
