using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IOutbox"/>.</summary>
public abstract partial class OutboxContract : StoreContract
{
    private protected static readonly DateTimeOffset Now = Some.Monday9Am;
    private protected static readonly DateTimeOffset Lease = Now.AddMinutes(5);

    [Fact]
    public async Task TryAddAsync_UnknownKey_IsWaiting()
    {
        var message = Message();

        Assert.True(await Outbox.TryAddAsync(message, Token));

        var row = Assert.Single(await Outbox.NewestAsync(10, Token));
        Assert.Equal((OutboxState.Waiting, null, message.CreatedAt), (row.State, row.Detail, row.At));
        AssertSame(message, row.Message);
    }

    [Fact]
    public async Task TryAddAsync_KnownKey_AddsNothing()
    {
        await Outbox.TryAddAsync(Message(), Token);

        Assert.False(await Outbox.TryAddAsync(Message() with { DueAt = Now.AddDays(1) }, Token));

        Assert.Equal(new OutboxCounts(1, 0, 0, 0, Now), await Outbox.CountAsync(Token));
    }

    [Fact]
    public async Task TryAddAsync_KeyOfAnEndedMessage_AddsNothing()
    {
        await EndAsync(Message(), new Delivery.Delivered("smtp", Now));

        Assert.False(await Outbox.TryAddAsync(Message(), Token));

        Assert.Empty(await Outbox.FindDueAsync(Now, 10, Token));
    }

    [Fact]
    public async Task TryAddAsync_ManyAtOnce_AddsEachKeyOnce()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(() => Outbox.TryAddAsync(Message(i % 50), Token))));

        Assert.Equal(50, added.Count(isNew => isNew));
        Assert.Equal(50, (await Outbox.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task NewestAsync_ConfirmationMessage_ComesBackAsSuch()
    {
        var subscriber = Some.Subscription().Subscriber;
        var message = new OutboxMessage.ConfirmationMessage
        {
            Key = IdempotencyKey.OfConfirmation(subscriber, new DateOnly(2026, 3, 2)),
            Subscriber = subscriber,
            CreatedAt = Now.AddTicks(1_234_567),
            DueAt = Now.AddTicks(7_654_321),
        };
        await Outbox.TryAddAsync(message, Token);

        var row = Assert.Single(await Outbox.NewestAsync(1, Token));

        AssertSame<OutboxMessage>(message, Assert.IsType<OutboxMessage.ConfirmationMessage>(row.Message));
    }

    [Fact]
    public async Task NewestAsync_More_ReturnsTheLastAddedFirst()
    {
        await AddAsync(5);

        var rows = await Outbox.NewestAsync(2, Token);

        Assert.Equal([Message(4).Key, Message(3).Key], rows.Select(row => row.Message.Key));
    }

    [Fact]
    public async Task FindStateAsync_UnknownWaitingEnded_IsTold()
    {
        await AddAsync(1);
        var message = Message(0);

        var unknown = await Outbox.FindStateAsync(Message(7), Token);
        var waiting = await Outbox.FindStateAsync(message, Token);
        await EndAsync(message, new Delivery.Delivered("smtp", Now));

        Assert.Equal((null, OutboxState.Waiting, OutboxState.Delivered), (unknown, waiting, await Outbox.FindStateAsync(message, Token)));
    }

    [Fact]
    public async Task FindDueAsync_SeveralDue_LongestDueFirstUpToTheLimit()
    {
        for (var i = 0; i < 5; i++)
        {
            await Outbox.TryAddAsync(Message(i) with { DueAt = Now.AddMinutes(-i) }, Token);
        }

        var due = await Outbox.FindDueAsync(Now, 3, Token);

        Assert.Equal([Message(4).Key, Message(3).Key, Message(2).Key], due);
    }

    [Fact]
    public async Task FindDueAsync_NotYetDue_IsLeftOutUntilThen()
    {
        var dueAt = Now.AddTicks(1);
        await Outbox.TryAddAsync(Message() with { DueAt = dueAt }, Token);

        Assert.Empty(await Outbox.FindDueAsync(Now, 10, Token));
        Assert.Single(await Outbox.FindDueAsync(dueAt, 10, Token));
    }

    [Fact]
    public async Task FindDueAsync_UnderALease_IsLeftOutUntilItLapses()
    {
        await AddAsync(1);
        await ClaimAsync(Message().Key);

        Assert.Empty(await Outbox.FindDueAsync(Lease.AddTicks(-1), 10, Token));
        Assert.Single(await Outbox.FindDueAsync(Lease, 10, Token));
    }

    [Fact]
    public async Task ClaimAsync_Due_ReturnsTheMessageAsItsFirstAttempt()
    {
        await AddAsync(1);

        var claimed = Assert.Single(await ClaimAsync(Message().Key));

        Assert.Equal(1, claimed.Attempt);
        Assert.NotEmpty(claimed.ClaimToken);
        AssertSame(Message(), claimed.Message);
    }

    [Fact]
    public async Task ClaimAsync_UnknownEndedClaimedOrNotDue_AreLeftOut()
    {
        await EndAsync(Message(1), new Delivery.Suppressed("unsubscribed", Now));
        await Outbox.TryAddAsync(Message(2), Token);
        await ClaimAsync(Message(2).Key);
        await Outbox.TryAddAsync(Message(3) with { DueAt = Now.AddTicks(1) }, Token);
        await Outbox.TryAddAsync(Message(4), Token);

        var claimed = await ClaimAsync([.. Enumerable.Range(0, 5).Select(i => Message(i).Key)]);

        Assert.Equal(Message(4).Key, Assert.Single(claimed).Message.Key);
    }

    [Fact]
    public async Task ClaimAsync_NoKeysOrOneTwice_ClaimsEachOnce()
    {
        await AddAsync(1);

        Assert.Empty(await ClaimAsync());
        Assert.Single(await ClaimAsync(Message().Key, Message().Key));
    }

    [Fact]
    public async Task ClaimAsync_ManyClaimantsAtOnce_EachMessageGoesToOne()
    {
        await AddAsync(300);
        IdempotencyKey[] keys = [.. Enumerable.Range(0, 300).Select(i => Message(i).Key)];

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => ClaimAsync(keys))));

        Assert.Equal(
            keys.Select(key => key.Value).Order(),
            claims.SelectMany(claimed => claimed).Select(claimed => claimed.Message.Key.Value).Order());
    }

    [Fact]
    public async Task ClaimAsync_LapsedLease_IsTakenOverAsTheNextAttempt()
    {
        await AddAsync(1);
        var abandoned = Assert.Single(await ClaimAsync(Message().Key));

        var taken = Assert.Single(await Outbox.ClaimAsync([Message().Key], Lease, Lease.AddMinutes(5), "smtp", Token));

        Assert.Equal(2, taken.Attempt);
        Assert.NotEqual(abandoned.ClaimToken, taken.ClaimToken);
    }

    private protected static OutboxMessage.AlertMessage Message(int number = 0)
    {
        var entry = Some.Entry(sequence: $"{number + 10}", labels: "Notice – “ünïcode” 🏛 \0 <script>");
        return OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now, entries: entry));
    }

    private protected async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Assert.True(await Outbox.TryAddAsync(Message(i), Token));
        }
    }

    private Task<IReadOnlyList<ClaimedMessage>> ClaimAsync(params IdempotencyKey[] keys) => Outbox.ClaimAsync(keys, Now, Lease, "smtp", Token);

    private async Task<int> RecordAsync(ClaimedMessage claimed, Delivery delivery) =>
        (await Outbox.RecordAsync([new DeliveryRecord(claimed.Message.Key, claimed.ClaimToken, delivery)], Token)).Count;

    private async Task EndAsync(OutboxMessage message, Delivery delivery)
    {
        await Outbox.TryAddAsync(message, Token);
        Assert.Equal(1, await RecordAsync(Assert.Single(await ClaimAsync(message.Key)), delivery));
    }
}
