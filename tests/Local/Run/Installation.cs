using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>One installation of Tipstaff in a folder of its own, which outlives the processes that are started on it.</summary>
internal sealed class Installation : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Data => _folder.Combine("data");

    /// <summary>Imports lines of <c>email,court,docket_number,query,cadence,confirmed_at</c>.</summary>
    public async Task ImportAsync(IEnumerable<string> lines)
    {
        var file = _folder.Combine("subscriptions.csv");
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);
        var (status, _, errors) = await TipstaffProcess.RunAsync("import", file, "--data", Data);
        Assert.True(status == 0, errors);
    }

    /// <summary>Starts the service, which checks once a second, and waits until it answers.</summary>
    public Task<(TipstaffProcess Process, Uri Url)> StartAsync(params IEnumerable<string> args) => StartAsync(args, []);

    /// <inheritdoc cref="StartAsync(IEnumerable{string})"/>
    public Task<(TipstaffProcess Process, Uri Url)> StartAsync(
        IEnumerable<string> args, IEnumerable<KeyValuePair<string, string>> environment) =>
        TipstaffProcess.StartServiceAsync(["run", "--data", Data, "--check-every", "1s", .. args], environment);

    /// <summary>The mails in the outbox folder.</summary>
    public IReadOnlyList<byte[]> OutboxMails()
    {
        var folder = Path.Combine(Data, "outbox");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.eml").Select(File.ReadAllBytes)] : [];
    }

    /// <summary>What its outbox holds.</summary>
    public async Task<OutboxCounts> CountAsync()
    {
        using var database = SqliteDatabase.Open(Path.Combine(Data, "tipstaff.db"));
        return await new SqliteOutbox(database).CountAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Dispose();
}
