using Tipstaff.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of an <see cref="IOutbox"/> that outlives its process: a newer Tipstaff writes beside this one.</summary>
public abstract class StoredOutboxContract : OutboxContract
{
    [Fact]
    public async Task ClaimAsync_RowOfANewerVersion_IsLeftAsItIsAndHoldsUpNoOther()
    {
        await AddAsync(2);
        await MakeNewerAsync(Message(0).Key);

        var due = await Outbox.FindDueAsync(Now.AddDays(9), 10, Token);
        var claimed = await Outbox.ClaimAsync([Message(0).Key, Message(1).Key], Now.AddDays(9), Now.AddDays(10), "smtp", Token);

        Assert.Equal([Message(1).Key], due);
        Assert.Empty(await Outbox.FindWebhooksAsync([Message(0).Key], Token));
        Assert.Equal(Message(1).Key, Assert.Single(claimed).Message.Key);
        Assert.Equal((2, 0), ((await Outbox.CountAsync(Token)).Waiting, (await Outbox.CountAsync(Token)).DeadLettered));
    }

    [Fact]
    public async Task ClaimAsync_KindThatOnlyANewerVersionKnows_IsLeftToItForADay()
    {
        await AddAsync(2);
        await MakeUnheardOfAsync(Message(0).Key);

        var due = await Outbox.FindDueAsync(Now.AddHours(23), 10, Token);
        var claimed = await Outbox.ClaimAsync([Message(0).Key, Message(1).Key], Now.AddHours(23), Now.AddHours(24), "smtp", Token);

        Assert.Equal([Message(1).Key], due);
        Assert.Equal(Message(1).Key, Assert.Single(claimed).Message.Key);
        Assert.Equal((2, 0), ((await Outbox.CountAsync(Token)).Waiting, (await Outbox.CountAsync(Token)).DeadLettered));
    }

    [Fact]
    public async Task ClaimAsync_KindThatNobodyKnewForADay_IsGivenUpAndMayBeReplayed()
    {
        await AddAsync(1);
        await MakeUnheardOfAsync(Message(0).Key);
        var later = Message(0).DueAt + LeftAlone.For;

        Assert.Equal([Message(0).Key], await Outbox.FindDueAsync(later, 10, Token));
        Assert.Empty(await Outbox.ClaimAsync([Message(0).Key], later, later.AddMinutes(5), "smtp", Token));

        Assert.Equal(Message(0).Key, Assert.Single(await Outbox.DeadLettersAsync(10, after: null, Token)).Key);
        Assert.Single(await Outbox.ReplayAsync([Message(0).Key], later, Token));
    }

    [Fact]
    public async Task RecordAsync_RowMadeANewerOneSinceItsClaim_IsWrittenDownSoThatNobodySendsItAgain()
    {
        await AddAsync(1);
        var claim = Assert.Single(await Outbox.ClaimAsync([Message(0).Key], Now, Lease, "smtp", Token));
        await MakeNewerAsync(Message(0).Key);

        var written = await Outbox.RecordAsync([new DeliveryRecord(Message(0).Key, claim.ClaimToken, new Delivery.Delivered("smtp", Now))], Token);

        Assert.Equal((1, 1), (written.Count, (await Outbox.CountAsync(Token)).Delivered));
        Assert.Empty(await Outbox.FindDueAsync(Lease.AddDays(9), 10, Token));
    }

    [Theory]
    [InlineData("alert", 1)]
    [InlineData("confirmation", 0)]
    [InlineData("unheard-of", 0)]
    public async Task ClaimAsync_BodyThatNobodyCouldReadForADay_CountsAsDeadLetterAndAsTheEndOfAnAlert(string kind, int ends)
    {
        await AddAsync(1);
        await Spoil!(Message(0).Key, StoredKinds.Message.Newest, kind);
        var later = Message(0).DueAt + LeftAlone.For;

        Assert.Empty(await Outbox.ClaimAsync([Message(0).Key], later, later.AddMinutes(5), "smtp", Token));

        Assert.Equal(["1 channel=mail"], Taken!.Of("tipstaff.dead_letters"));
        Assert.Equal(Enumerable.Repeat("1 end=dead_lettered channel=mail", ends), Taken.Of("tipstaff.alerts"));
    }

    private Task MakeNewerAsync(IdempotencyKey key) => Spoil!(key, StoredKinds.Message.Newest + 1, null);

    private Task MakeUnheardOfAsync(IdempotencyKey key) => Spoil!(key, StoredKinds.Message.Newest, "unheard-of");
}
