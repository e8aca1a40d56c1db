using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Providers that are down: their breakers, failover, and mail that is held.</summary>
public sealed partial class DeliverMessagesTests
{
    private readonly ScriptedMailProvider _second = new("second");

    [Fact]
    public async Task RunDueAsync_ProviderOpens_ItIsSkippedAndOperatorsAreToldOnce()
    {
        _provider.Answer = DownForLong;
        var deliver = Deliver(_second);
        await AddAsync(12);
        _provider.MostAtOnce = _second.MostAtOnce = 1;

        await deliver.RunDueAsync(default);

        Assert.Equal((5, 12), (_provider.Mails.Count, _second.Mails.Count));
        Assert.Equal(12, (await _store.Outbox.CountAsync(default)).Delivered);
        var notice = Assert.Single(await _store.OperatorNotices.NewestAsync(10, default));
        Assert.Equal(NoticeKind.ProviderInTrouble, notice.Kind);
        Assert.Contains("scripted", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_OpenedInAnEarlierRun_IsStillOpen()
    {
        await OpenAsync(_second);
        await AddAsync(3);

        await Deliver(_second).RunDueAsync(default);

        Assert.Equal(5, _provider.Mails.Count);
    }

    [Fact]
    public async Task RunDueAsync_BatchMeetsTheLastProviderGoingDown_CountsOnlyWhatWasTried()
    {
        _provider.Answer = DownForLong;
        _provider.MostAtOnce = 4;
        await AddAsync(200);
        var deliver = Deliver();

        await deliver.RunDueAsync(default);

        Assert.InRange(_provider.Mails.Count, 5, 8);
        Assert.Equal((await _store.Breakers.FindAsync("scripted", default))!.Breaker.OpenUntil, deliver.HeldUntil);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await deliver.ClaimDueAsync(default));
        _clock.Advance(TimeSpan.FromMinutes(4));
        var due = await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 300, default);
        var attempts = (await _store.Outbox.ClaimAsync(due, _clock.GetUtcNow(), _clock.GetUtcNow(), "scripted", default)).CountBy(claim => claim.Attempt).ToDictionary();
        Assert.Equal((_provider.Mails.Count, 200 - _provider.Mails.Count), (attempts[2], attempts[1]));
    }

    [Fact]
    public async Task RunDueAsync_HalfOpen_OneTrialGoesThenTheRest()
    {
        var deliver = await OpenAsync();
        await AddAsync(20);
        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        var trial = await deliver.RunDueAsync(default);
        var rest = await deliver.RunDueAsync(default);

        Assert.Equal((1, 24), (trial, rest));
        Assert.Equal(1, _provider.Upchecks);
        Assert.Equal([NoticeKind.ProviderIsBack, NoticeKind.ProviderInTrouble], (await _store.OperatorNotices.NewestAsync(10, default)).Select(notice => notice.Kind));
        Assert.True((await _store.Breakers.FindAsync("scripted", default))!.Breaker.IsClosed);
    }

    [Fact]
    public async Task RunDueAsync_TrialOut_TheOthersGoToTheNextProvider()
    {
        var deliver = await OpenAsync(_second);
        await AddAsync(10);
        _clock.Advance(_breakers.OpenFor);
        var answer = new TaskCompletionSource();
        _provider.Before = (_, _) => answer.Task;

        var running = deliver.RunDueAsync(default);

        Assert.Equal(5 + 9, _second.Mails.Count);
        answer.SetResult();
        await running;
        Assert.Equal(6, _provider.Mails.Count);
    }

    [Fact]
    public async Task RunDueAsync_TrialFails_IsGivenBackUnburntAndHeldTwiceAsLong()
    {
        var deliver = await OpenAsync();
        _clock.Advance(_breakers.OpenFor);

        await deliver.RunDueAsync(default);

        Assert.Equal(6, _provider.Mails.Count);
        Assert.Equal(_clock.GetUtcNow() + (2 * _breakers.OpenFor), deliver.HeldUntil);
        Assert.Equal(0, await deliver.RunDueAsync(default));
        _clock.Advance(2 * _breakers.OpenFor);
        var due = await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default);
        Assert.All(await _store.Outbox.ClaimAsync(due, _clock.GetUtcNow(), _clock.GetUtcNow(), "scripted", default), claim => Assert.Equal(2, claim.Attempt));
        Assert.Single(await _store.OperatorNotices.NewestAsync(10, default));
    }

    [Fact]
    public async Task RunDueAsync_MailIsLostInEachTrial_IsGivenUpInTheEnd()
    {
        await OpenAsync();
        _provider.Answer = mail => mail.To.Value == "reader0@example.com" ? new SendOutcome.Unknown("lost") : new SendOutcome.Unavailable("no connection");
        var deliver = Deliver();

        for (var hour = 0; hour < 24 * 7; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await deliver.RunDueAsync(default);
        }

        Assert.Equal(RetryPlan.Attempts, _provider.Mails.Count(mail => mail.To.Value == "reader0@example.com"));
        Assert.Equal((4, 1), ((await _store.Outbox.CountAsync(default)).Waiting, (await _store.Outbox.CountAsync(default)).DeadLettered));
    }

    [Fact]
    public async Task RunDueAsync_MailIsLostInATrial_TheNextTrialIsAnothers()
    {
        var deliver = await OpenAsync();
        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = mail => mail.To.Value == "reader0@example.com" ? new SendOutcome.Unknown("lost") : new SendOutcome.Accepted("ok");
        await deliver.RunDueAsync(default);
        await AddAsync(1);

        _clock.Advance(2 * _breakers.OpenFor);
        await deliver.RunDueAsync(default);

        Assert.Null(deliver.HeldUntil);
        Assert.Equal(1, (await _store.Outbox.CountAsync(default)).Delivered);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunDueAsync_UpcheckFails_NoMailIsTried(bool stalls)
    {
        var deliver = await OpenAsync();
        _clock.Advance(_breakers.OpenFor);
        _provider.Upcheck = async looking =>
        {
            await (stalls ? Task.Delay(Timeout.InfiniteTimeSpan, _clock, looking) : Task.CompletedTask);
            return false;
        };

        var running = deliver.RunDueAsync(default);
        _clock.Advance(_breakers.UpcheckTimeout);
        await running;

        Assert.Equal((5, 1), (_provider.Mails.Count, _provider.Upchecks));
        Assert.True(deliver.HeldUntil > _clock.GetUtcNow() + _breakers.OpenFor);
    }

    [Fact]
    public async Task RunAsync_KeysWhileHeld_ClaimsNothing()
    {
        var deliver = await OpenAsync();
        await AddAsync(1);

        Assert.Empty(await deliver.RunAsync(await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default), default));
    }

    [Fact]
    public async Task RunDueAsync_AnotherProcessClosedTheBreaker_ItsWordCounts()
    {
        var deliver = await OpenAsync();
        var stored = (await _store.Breakers.FindAsync("scripted", default))!;
        await _store.Breakers.TryWriteAsync(stored with { Breaker = CircuitBreaker.New }, notice: null, default);
        _clock.Advance(_breakers.OpenFor);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        await deliver.RunDueAsync(default);

        Assert.Equal(0, _provider.Upchecks);
        Assert.Equal(2, (await _store.Breakers.FindAsync("scripted", default))!.Version);
    }

    [Fact]
    public async Task RunAsync_AnotherInstanceOpenedTheBreaker_HearsOfItWithinAMinute()
    {
        var other = Deliver();
        await other.RunDueAsync(default);
        await OpenAsync();
        var heardAtOnce = other.HeldUntil;

        _clock.Advance(new OutboxOptions().BreakerLook);
        var recorded = await other.RunAsync(await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default), default);

        Assert.Null(heardAtOnce);
        Assert.Empty(recorded);
        Assert.NotNull(other.HeldUntil);
        Assert.Equal(5, _provider.Mails.Count);
    }

    [Fact]
    public async Task RunDueAsync_RefusalsOfMails_OpenNoBreaker()
    {
        _provider.Answer = _ => new SendOutcome.Refused("550 5.7.1 no", RefusalKind.ThisProvider);
        await AddAsync(30);

        await Deliver().RunDueAsync(default);

        Assert.Equal(30, _provider.Mails.Count);
        Assert.Null(await _store.Breakers.FindAsync("scripted", default));
    }

    // Failures so far apart count one by one.
    private SendOutcome DownForLong(OutgoingMail mail)
    {
        _clock.Advance(TimeSpan.FromSeconds(1));
        return new SendOutcome.Unavailable("no connection");
    }

    // Five mails meet a provider that is down; they wait as second attempts.
    private async Task<DeliverMessages> OpenAsync(params IMailProvider[] more)
    {
        _provider.Answer = DownForLong;
        await AddAsync(5);
        var deliver = Deliver(more);
        await deliver.RunDueAsync(default);
        return deliver;
    }

    private int _readers;

    private async Task AddAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await AddAsync(await FollowAsync($"reader{_readers++}@example.com"));
        }
    }
}
