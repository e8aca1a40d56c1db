using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    // Two of these are more than a mail holds.
    private static readonly DocketEntry[] Large =
        [.. Enumerable.Range(1, 150).Select(n => Some.Entry($"7{n:D3}", $"{n}", labels: new string('x', 140)))];

    [Fact]
    public async Task RunDueAsync_TwoSubscriptionsMeetMoreThanAMailHolds_TellEachEntryOnce()
    {
        await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large, Some.Entry("7999", "999", labels: "Only here")]);

        await PassAsync();

        Assert.Equal(2, _provider.Mails.Count);
        Assert.Single(_provider.Mails, mail => mail.Subject.StartsWith("1 new entry on 1 docket:", StringComparison.Ordinal) && mail.Text.Contains("Only here", StringComparison.Ordinal));
        AssertToldOnce();
    }

    [Fact]
    public async Task RunDueAsync_NothingLeftForTheSecondPart_EndsItForANamedReason()
    {
        await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large.SkipLast(1)]);

        await PassAsync();

        Assert.Single(_provider.Mails);
        AssertToldOnce();
        var second = (await _store.Outbox.NewestAsync(10, default)).Single(row => row.Message is OutboxMessage.DigestMessage { Part: 2 });
        Assert.Equal((OutboxState.Suppressed, "the parts before it tell all of its news"), (second.State, second.Detail));
    }

    [Fact]
    public async Task RunDueAsync_FirstPartIsNotWanted_SecondTellsAll()
    {
        var first = await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large.SkipLast(1)]);
        await DeliverAllAsync();
        await _store.Subscriptions.TryWriteAsync([first.Ended(_clock.GetUtcNow()) with { Version = 1 }], message: null, default);

        await PassAsync();

        var mail = Assert.Single(_provider.Mails);
        Assert.StartsWith("149 new entries on 1 docket:", mail.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_OnlyAGapIsLeftForTheSecondPart_TellsItAndNoEntryAgain()
    {
        await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large.SkipLast(1)], new Gap(Some.Nysd, Some.Monday9Am.AddHours(-5), Some.Monday9Am.AddHours(-4), Some.Monday9Am.AddHours(-2)));

        await PassAsync();

        Assert.Equal(2, _provider.Mails.Count);
        AssertToldOnce();
        var second = _provider.Mails.Single(mail => mail.Subject.StartsWith("What may be missing on 1 docket: nysd", StringComparison.Ordinal));
        Assert.DoesNotContain("<table class=\"entries\"", second.Html, StringComparison.Ordinal);
        Assert.Contains("missed", second.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunDueAsync_EndedOrPausedBetweenTheParts_TellsNothingTwice(bool ends)
    {
        var first = await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large, Some.Entry("7999", "999", labels: "Only here")]);
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();
        var parts = _provider.Mails.Count;
        var now = _clock.GetUtcNow();
        await _store.Subscriptions.TryWriteAsync([(ends ? first.Ended(now) : first.Paused(now)) with { Version = 1 }], message: null, default);

        await PassAsync();

        Assert.Equal((1, 2), (parts, _provider.Mails.Count));
        Assert.StartsWith("1 new entry on 1 docket:", _provider.Mails.Last().Subject, StringComparison.Ordinal);
        AssertToldOnce();
    }

    [Fact]
    public async Task RunDueAsync_DiedBeforeThePartWasWritten_TheNextTellsNothingOfIt()
    {
        await AddLargeAsync(Case(), Large);
        await AddLargeAsync(Court(), [.. Large, Some.Entry("7999", "999", labels: "Only here")]);
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var part = new DigestPart(Some.Subscription().Subscriber, Nine, 1);
        await _store.Digests.CloseAsync(part, Tipstaff.Mail.DigestMail.Capacity, default);
        await _store.Outbox.TryAddAsync(OutboxMessage.DigestMessage.Of(part with { Number = 2 }, _clock.GetUtcNow().AddMinutes(-1)), default);

        // The second goes first, as somebody else has claimed the first one.
        await _store.Outbox.ClaimAsync([IdempotencyKey.Of(part)], _clock.GetUtcNow(), _clock.GetUtcNow().AddMinutes(2), "scripted", default);
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(3));
        await PassAsync();

        Assert.Equal(2, _provider.Mails.Count);
        Assert.StartsWith("1 new entry on 1 docket:", _provider.Mails.First().Subject, StringComparison.Ordinal);
        AssertToldOnce();
    }

    private static Subscription Case() => Some.Subscription() with { Cadence = Cadence.Hourly };

    private static Subscription Court()
    {
        var known = Some.Subscription();
        return Subscription.ToCourt(known.Subscriber, known.Address, Some.Nysd, known.RequestedAt).Confirmed(known.ConfirmedAt!.Value) with { Cadence = Cadence.Hourly };
    }

    private async Task<Subscription> AddLargeAsync(Subscription subscription, DocketEntry[] entries, params Gap[] gaps)
    {
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, default));
        // The case's first, as its alert was made before.
        var made = Some.Monday9Am.AddMinutes(subscription.Kind is SubscriptionKind.Case ? -60 : -59);
        var alert = Some.Alert(subscription, createdAt: made, entries: entries) with { Docket = Some.DoeVRoe, Digest = Nine, Gaps = gaps };
        Assert.True(await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), default));
        return subscription;
    }

    private async Task PassAsync()
    {
        for (var round = 0; round < 5; round++)
        {
            await DeliverAllAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private void AssertToldOnce()
    {
        var lines = _provider.Mails.SelectMany(mail => mail.Text.Split('\n')).ToList();
        Assert.All(Enumerable.Range(1, 149), n => Assert.Single(lines, line => line.TrimEnd() == $"{n}." || line.StartsWith($"{n}. ", StringComparison.Ordinal)));
    }
}
