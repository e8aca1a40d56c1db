using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>The one table in which all that was given up is found.</summary>
public sealed class DeadLetterTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();
    private readonly OutboxMessage _message = OutboxMessage.AlertMessage.Of(Some.Alert());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RecordAsync_GivenUp_StandsInTheTableAndNothingIsOnItsWay()
    {
        await GiveUpAsync("550 no such user – ünïcode");

        Assert.Equal(new AlertLetter(_message.Key, "nysd", Now, "550 no such user – ünïcode", Attempts: 1, _message.Trace.TraceId), Assert.Single(await LettersAsync()));
        Assert.Empty(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Unfinished, Token));
        Assert.Equal(new OutboxCounts(0, 0, 0, 1, null), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task RecordAsync_MailToOperatorsGivenUpAmongMany_StandsInTheTable()
    {
        var messages = Enumerable.Range(0, 30).Select(number => OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number}")))).ToList();
        foreach (var message in messages)
        {
            await _store.Outbox.TryAddAsync(message, Token);
        }

        var claims = await _store.Outbox.ClaimAsync([.. messages.Select(message => message.Key)], Now, Now.AddMinutes(5), "acs", Token);
        await _store.Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.DeadLettered("refused", Now)))], Token);

        Assert.Equal(30, (await LettersAsync()).Count);
    }

    [Fact]
    public async Task RecordAsync_TableOfDeadLettersAway_IsDoneAndTheSweepWritesTheLetter()
    {
        _store.Cloud.Faults = new TableFaults { Refuses = call => call.Subject.StartsWith("deadletters", StringComparison.Ordinal) };
        await GiveUpAsync();
        _store.Cloud.Faults = new TableFaults();

        Assert.Equal(new DeadLetter(_message.Key, Now, "refused", Attempts: 1, _message.Trace.TraceId), Assert.Single(await _store.Outbox.DeadLettersAsync(9, after: null, Token)) with { Reason = "refused" });
        Assert.Empty(await LettersAsync());
        Assert.Equal(1, (await _store.Outbox.CountAsync(Token)).DeadLettered);
        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Single(await LettersAsync());
        Assert.Equal(1, (await _store.Outbox.CountAsync(Token)).DeadLettered);
    }

    [Fact]
    public async Task ReplayAsync_LetterOnItsWay_IsReplayedAmongAll()
    {
        _store.Cloud.Faults = new TableFaults { Refuses = call => call.Subject.StartsWith("deadletters", StringComparison.Ordinal) };
        await GiveUpAsync();
        _store.Cloud.Faults = new TableFaults();

        Assert.Single(await _store.Outbox.ReplayAsync(keys: null, Now, Token));

        Assert.Equal(new OutboxCounts(1, 0, 0, 0, Now), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task ReplayAsync_TableOfDeadLettersAway_IsDoneAndTheSweepTakesTheLetterAway()
    {
        await GiveUpAsync();
        _store.Cloud.Faults = new TableFaults { Refuses = call => call is { Operation: "DeleteEntity" } && call.Subject.StartsWith("deadletters", StringComparison.Ordinal) };

        Assert.Single(await _store.Outbox.ReplayAsync([_message.Key], Now, Token));
        Assert.Empty(await _store.Outbox.DeadLettersAsync(9, after: null, Token));
        var between = await LettersAsync();
        Assert.Equal(new OutboxCounts(1, 0, 0, 0, Now), await _store.Outbox.CountAsync(Token));
        _store.Cloud.Faults = new TableFaults();
        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Single(between);
        Assert.Empty(await LettersAsync());
    }

    [Fact]
    public async Task SettleAsync_BroughtBackBeforeItsLetterIsWritten_LeavesNone()
    {
        // One instance has looked at the message and is about to write its letter; meanwhile the other does all of it, and a replay.
        using var slow = _store.Another("slow");
        var isFirst = true;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (isFirst && call is { Instance: "slow", Operation: "UpsertEntity" } && call.Subject.StartsWith("deadletters", StringComparison.Ordinal))
                {
                    isFirst = false;
                    await _store.Sweep.RunAsync(Now, 10, Token);
                    Assert.Single(await _store.Outbox.ReplayAsync([_message.Key], Now, Token));
                }
            },
        };

        await GiveUpAsync(at: slow);

        Assert.False(isFirst);
        Assert.Empty(await LettersAsync());
        Assert.Equal(new OutboxCounts(1, 0, 0, 0, Now), await _store.Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task SettleAsync_GivenUpAnewBeforeItsLetterIsTakenAway_LeavesIt()
    {
        await GiveUpAsync();
        using var slow = _store.Another("slow");
        var isFirst = true;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (isFirst && call is { Instance: "slow", Operation: "DeleteEntity" } && call.Subject.StartsWith("deadletters", StringComparison.Ordinal))
                {
                    isFirst = false;
                    await GiveUpAsync("again");
                }
            },
        };

        Assert.Single(await slow.Outbox.ReplayAsync([_message.Key], Now, Token));

        Assert.False(isFirst);
        Assert.Equal("again", Assert.Single(await LettersAsync()).Reason);
    }

    [Fact]
    public async Task ReplayAsync_LetterOfAMessageThatWasDelivered_GoesAndReplaysNothing()
    {
        await _store.Outbox.TryAddAsync(_message, Token);
        var stale = MessageRow.Of(_message, "nysd", added: 1) with { Detail = "refused", State = OutboxState.DeadLettered };
        await _store.Tables.DeadLetters.AddEntityAsync(AlertLetter.Entity(stale), Token);

        Assert.Empty(await _store.Outbox.ReplayAsync(keys: null, Now, Token));

        Assert.Empty(await LettersAsync());
    }

    private Task<IReadOnlyList<AlertLetter>> LettersAsync() => _store.Get<AlertLetters>().ListAsync(Token);

    private async Task GiveUpAsync(string reason = "refused", TableTestStore? at = null)
    {
        var store = at ?? _store;
        await store.Outbox.TryAddAsync(_message, Token);
        var claim = Assert.Single(await store.Outbox.ClaimAsync([_message.Key], Now, Now.AddMinutes(5), "acs", Token));
        Assert.Single(await store.Outbox.RecordAsync([new(_message.Key, claim.ClaimToken, new Delivery.DeadLettered(reason, Now))], Token));
    }
}
