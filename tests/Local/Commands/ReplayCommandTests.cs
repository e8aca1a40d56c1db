using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

public sealed class ReplayCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_NoneNamed_ReplaysEachDeadLetterOnceAndSaysWhyItHadDied()
    {
        await DieAsync("1", "2");

        var (status, output, errors) = await RunAsync();
        var (_, again, _) = await RunAsync();

        Assert.Equal((0, ""), (status, errors));
        Assert.Contains($"{Key("1")}: 550 no", output, StringComparison.Ordinal);
        Assert.Contains("2 dead letters wait to be sent again", output, StringComparison.Ordinal);
        Assert.StartsWith("0 dead letters", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_OneUnknown_NamesItAndReplaysTheOthers()
    {
        await DieAsync("1", "2");

        var (status, output, errors) = await RunAsync(Key("2").Value, Key("9").Value);

        Assert.Equal(1, status);
        Assert.Contains(Key("9").Value, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("1 dead letters wait", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Key("1").Value, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhileTheServiceRuns_SendsItAgain()
    {
        var message = await DieAsync("1");
        var (process, _) = await TipstaffProcess.StartServiceAsync("run", "--data", _folder.Root);
        await using var running = process;

        await RunAsync(message.Single().Key.Value);

        using var database = SqliteDatabase.Open(Path.Combine(_folder.Root, "tipstaff.db"));
        var outbox = new SqliteOutbox(database);
        // Its subscription is not there, so that looking at it again is what ends it.
        await Until.TrueAsync(() => outbox.FindStateAsync(message.Single(), default).Result is OutboxState.Suppressed, () => process.Output + process.Errors);
    }

    private static IdempotencyKey Key(string sequence) => Message(sequence).Key;

    private static OutboxMessage.AlertMessage Message(string sequence) => OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry(sequence)));

    private async Task<IReadOnlyList<OutboxMessage>> DieAsync(params string[] sequences)
    {
        using var database = SqliteDatabase.Open(Path.Combine(_folder.Root, "tipstaff.db"));
        var outbox = new SqliteOutbox(database);
        IReadOnlyList<OutboxMessage> messages = [.. sequences.Select(Message)];
        foreach (var message in messages)
        {
            await outbox.TryAddAsync(message, default);
        }

        // A moment ago: the service takes away what ended long before.
        var died = TimeProvider.System.GetUtcNow();
        var claims = await outbox.ClaimAsync([.. messages.Select(message => message.Key)], Some.Monday9Am, Some.Monday9Am.AddMinutes(5), "smtp", default);
        await outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.DeadLettered("550 no", died)))], default);
        return messages;
    }

    private Task<(int ExitStatus, string Output, string Errors)> RunAsync(params string[] keys) =>
        TipstaffProcess.RunAsync(["replay", .. keys, "--data", _folder.Root]);
}
