using Tipstaff.Alerts;
using Tipstaff.Links;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunDueAsync_PausedSubscription_HoldsWhatIsQueuedAndTellsItAfterwards(bool isWebhook)
    {
        var subscription = isWebhook ? await HookAsync() : await FollowAsync();
        await AddAsync(subscription);
        await PauseAsync(subscription);
        for (var hour = 0; hour < 48; hour++)
        {
            _clock.Advance(TimeSpan.FromHours(1));
            await DeliverAllAsync();
        }

        var (mailsWhilePaused, sentWhilePaused, state) = (_provider.Mails.Count, _receivers.Sent.Count(), (await StateAsync()).State);
        await ResumeAsync(subscription);
        _clock.Advance(TimeSpan.FromDays(1));
        await DeliverAllAsync();

        Assert.Equal((0, 0, OutboxState.Waiting), (mailsWhilePaused, sentWhilePaused, state));
        Assert.Equal((isWebhook ? 0 : 1, isWebhook ? 1 : 0), (_provider.Mails.Count, _receivers.Sent.Count()));
        Assert.Equal(OutboxState.Delivered, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_HeldForLongerThanItsLinksLast_HasGoodOnesOnceItIsTold()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await PauseAsync(subscription);
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromDays(40));
        await DeliverAllAsync();
        await ResumeAsync(subscription);
        _clock.Advance(TimeSpan.FromDays(1));

        await DeliverAllAsync();

        var links = TokenLink.Matches(Assert.Single(_provider.Mails).Text).Where(link => link.Groups["page"].Value == "manage").ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.IsType<LinkReading.Valid>(SomeLinks.Tokens(_linkKeys).Read(link.Groups["token"].Value, LinkPurpose.Manage, _clock.GetUtcNow().AddDays(28))));
    }

    [Fact]
    public async Task RunDueAsync_EndedWhilePaused_IsSuppressed()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);
        await PauseAsync(subscription);
        await DeliverAllAsync();
        var stored = (await _store.Subscriptions.FindAsync(subscription.Id, default))!;
        await _store.Subscriptions.TryWriteAsync([stored.Ended(_clock.GetUtcNow())], message: null, default);
        _clock.Advance(TimeSpan.FromDays(1));

        await DeliverAllAsync();

        Assert.Empty(_provider.Mails);
        Assert.Equal((OutboxState.Suppressed, "the subscription was ended"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_PausedAndResumedBeforeTheDigest_TellsWhatWasFoundBefore()
    {
        var subscription = await AddToDigestAsync("1:26-cv-00001", "10", Nine with { At = Some.Monday9Am.AddHours(1) });
        await PauseAsync(subscription);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await ResumeAsync(subscription);

        _clock.Advance(TimeSpan.FromHours(1));
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();

        Assert.Contains("1:26-cv-00001", Assert.Single(_provider.Mails).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_PausedOverTheDigest_TellsItAfterwards()
    {
        var subscription = await AddToDigestAsync("1:26-cv-00001", "10");
        await AddToDigestAsync("1:26-cv-00002", "11");
        await PauseAsync(subscription);
        await PassAsync();
        var meanwhile = _provider.Mails.Count;
        await ResumeAsync(subscription);

        _clock.Advance(TimeSpan.FromDays(1));
        await PassAsync();

        Assert.Equal((1, 2), (meanwhile, _provider.Mails.Count));
        Assert.DoesNotContain("00001", _provider.Mails.First().Text, StringComparison.Ordinal);
        Assert.Contains("00001", _provider.Mails.Last().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("00002", _provider.Mails.Last().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_PausedBetweenDigestAndItsMail_TellsItAfterwards()
    {
        var subscription = await AddToDigestAsync("1:26-cv-00001", "10");
        await AddToDigestAsync("1:26-cv-00002", "11");
        await DeliverAllAsync();
        await PauseAsync(subscription);
        await PassAsync();
        _clock.Advance(TimeSpan.FromDays(3));
        await PassAsync();
        var meanwhile = Assert.Single(_provider.Mails).Text;
        await ResumeAsync(subscription);

        _clock.Advance(TimeSpan.FromDays(1));
        await PassAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        await PassAsync();

        Assert.DoesNotContain("00001", meanwhile, StringComparison.Ordinal);
        Assert.Equal(2, _provider.Mails.Count);
        Assert.Contains("00001", _provider.Mails.Last().Text, StringComparison.Ordinal);
        Assert.DoesNotContain("00002", _provider.Mails.Last().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(40 * 60, 10 * 60)]
    [InlineData(30 * 24 * 3600, 24 * 3600)]
    public void HeldUntil_PauseOfThatLength_IsAQuarterLaterButAMinuteAtLeastAndADayAtMost(int paused, int wait)
    {
        var now = _clock.GetUtcNow();

        Assert.Equal(now.AddSeconds(wait), Telling.HeldUntil(Some.Subscription() with { PausedAt = now.AddSeconds(-paused) }, now));
        Assert.Null(Telling.HeldUntil(Some.Subscription() with { ResumedAt = now }, now));
    }

    private async Task PauseAsync(Subscription subscription)
    {
        var stored = (await _store.Subscriptions.FindAsync(subscription.Id, default))!;
        Assert.True(await _store.Subscriptions.TryWriteAsync([stored.Paused(_clock.GetUtcNow())], message: null, default));
    }

    private async Task ResumeAsync(Subscription subscription)
    {
        var stored = (await _store.Subscriptions.FindAsync(subscription.Id, default))!;
        Assert.True(await _store.Subscriptions.TryWriteAsync([stored.Resumed(_clock.GetUtcNow())], message: null, default));
    }
}
