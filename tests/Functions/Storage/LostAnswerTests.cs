using Azure;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>A record whose answer was lost is known again as one's own, and counts once.</summary>
public sealed class LostAnswerTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();
    private readonly OutboxMessage _message = OutboxMessage.AlertMessage.Of(Some.Alert());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Deliveries => ["delivered", "suppressed", "dead", "postponed", "returned"];

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task RecordAsync_WrittenTwiceByTheClient_CountsAsWritten(string kind)
    {
        var record = await ClaimAsync(Of(kind));
        _store.Cloud.Faults = new TableFaults { Repeats = IsTransaction };

        Assert.Single(await _store.Outbox.RecordAsync([record], Token));
    }

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task RecordAsync_AnswerLostAndRecordedAgain_CountsAsWrittenWithItsNotice(string kind)
    {
        var notice = OperatorNotice.Of(NoticeKind.DeadLetter, "x", Now, "told");
        var record = await ClaimAsync(Of(kind)) with { Notice = notice };
        _store.Cloud.Faults = new TableFaults { After = call => IsTransaction(call) ? Task.FromException(TableFaults.Busy) : Task.CompletedTask };
        await Assert.ThrowsAsync<RequestFailedException>(() => _store.Outbox.RecordAsync([record], Token));
        _store.Cloud.Faults = new TableFaults();

        Assert.Single(await _store.Outbox.RecordAsync([record], Token));

        Assert.Equal("told", Assert.Single(await _store.Notices.FindUntoldAsync(10, Token)).Text);
        Assert.Equal(kind == "dead" ? 1 : 0, (await _store.Get<AlertLetters>().ListAsync(Token)).Count);
    }

    [Fact]
    public async Task RecordAsync_ManyWrittenTwiceByTheClient_AllCountAsWritten()
    {
        var claims = await _store.Outbox.ClaimAsync(await AddManyAsync(), Now, Now.AddMinutes(5), "acs", Token);
        _store.Cloud.Faults = new TableFaults { Repeats = IsTransaction };

        var written = await _store.Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("acs", Now)))], Token);

        Assert.Equal(30, written.Count);
    }

    [Fact]
    public async Task ClaimAsync_ManyWrittenTwiceByTheClient_AreClaimedAndRecorded()
    {
        var keys = await AddManyAsync();
        _store.Cloud.Faults = new TableFaults { Repeats = IsTransaction };

        var claims = await _store.Outbox.ClaimAsync(keys, Now, Now.AddMinutes(5), "acs", Token);
        _store.Cloud.Faults = new TableFaults();

        Assert.Equal(keys.ToHashSet(), claims.Select(claim => claim.Message.Key).ToHashSet());
        Assert.Equal(30, (await _store.Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("acs", Now)))], Token)).Count);
    }

    [Fact]
    public async Task ClaimAsync_ManyOfWhichAnotherTookOne_ClaimsTheOthers()
    {
        var keys = await AddManyAsync();
        using var other = _store.Another();
        IReadOnlyList<ClaimedMessage> taken = [];
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call => taken = call.Instance == "0" && taken is [] && IsTransaction(call) ? await other.Outbox.ClaimAsync([keys[0]], Now, Now.AddMinutes(5), "acs", Token) : taken,
        };

        var claims = await _store.Outbox.ClaimAsync(keys, Now, Now.AddMinutes(5), "acs", Token);

        Assert.Equal(keys.Skip(1).ToHashSet(), claims.Select(claim => claim.Message.Key).ToHashSet());
    }

    [Fact]
    public async Task RecordAsync_OfTheSameClaimAfterAReplay_WritesNothing()
    {
        var record = await ClaimAsync(Of("dead"));
        await _store.Outbox.RecordAsync([record], Token);
        await _store.Outbox.ReplayAsync(keys: null, Now, Token);

        Assert.Empty(await _store.Outbox.RecordAsync([record], Token));
        Assert.Empty(await _store.Outbox.RecordAsync([record with { Delivery = new Delivery.Postponed(Now, "later") }], Token));
    }

    private static bool IsTransaction(CloudCall call) => call is { Operation: "SubmitTransaction", Subject: "dockets|nysd|" };

    private static Delivery Of(string kind) => kind switch
    {
        "delivered" => new Delivery.Delivered("acs", Now),
        "suppressed" => new Delivery.Suppressed("unsubscribed", Now),
        "dead" => new Delivery.DeadLettered("refused", Now),
        "postponed" => new Delivery.Postponed(Now.AddMinutes(1), "later"),
        _ => new Delivery.Returned(),
    };

    private async Task<IReadOnlyList<IdempotencyKey>> AddManyAsync()
    {
        var messages = Enumerable.Range(0, 30).Select(number => OutboxMessage.AlertMessage.Of(Some.Alert(entries: Some.Entry($"{number}")))).ToList();
        foreach (var message in messages)
        {
            await _store.Outbox.TryAddAsync(message, Token);
        }

        return [.. messages.Select(message => message.Key)];
    }

    private async Task<DeliveryRecord> ClaimAsync(Delivery delivery)
    {
        await _store.Outbox.TryAddAsync(_message, Token);
        var claim = Assert.Single(await _store.Outbox.ClaimAsync([_message.Key], Now, Now.AddMinutes(5), "acs", Token));
        return new DeliveryRecord(_message.Key, claim.ClaimToken, delivery);
    }
}
