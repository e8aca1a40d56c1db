using Tipstaff.Digests;
using Tipstaff.Gaps;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    private static readonly DigestSlot Nine = new(Cadence.Hourly, Some.Monday9Am);

    [Fact]
    public async Task RunDueAsync_TwoAlertsOfOneDigest_AreOneMailAMinuteLater()
    {
        await AddToDigestAsync("1:26-cv-00001", "10");
        await AddToDigestAsync("1:26-cv-00002", "11");

        await DeliverAllAsync();
        var before = _provider.Mails.Count;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromHours(2));
        await DeliverAllAsync();

        Assert.Equal(0, before);
        var mail = Assert.Single(_provider.Mails);
        Assert.Equal("2 new entries on 2 dockets: nysd 1:26-cv-00001, nysd 1:26-cv-00002 (hourly digest)", mail.Subject);
        Assert.All(await _store.Outbox.NewestAsync(10, default), row => Assert.Equal(OutboxState.Delivered, row.State));
    }

    [Fact]
    public async Task RunDueAsync_DigestNotDueYet_WaitsForItsHour()
    {
        await AddToDigestAsync("1:26-cv-00001", "10", Nine with { At = Some.Monday9Am.AddHours(1) });

        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(59));
        await DeliverAllAsync();

        Assert.Empty(_provider.Mails);
        Assert.Equal(OutboxState.Waiting, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_CrashBetweenDigestAndRecord_TellsItOnce()
    {
        await AddToDigestAsync("1:26-cv-00001", "10");
        var lost = true;
        var outbox = Around.Member<IOutbox>(_store.Outbox, nameof(IOutbox.RecordAsync), (args, next) => lost ? Task.FromResult<IReadOnlyList<DeliveryRecord>>([]) : next(args));
        await Deliver(new OutboxOptions(), outbox, [_provider]).RunDueAsync(default);
        lost = false;
        _clock.Advance(TimeSpan.FromMinutes(10));

        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await DeliverAllAsync();

        Assert.Single(_provider.Mails);
    }

    [Fact]
    public async Task RunDueAsync_SentTwiceAfterACrash_IsTheSameMail()
    {
        await AddToDigestAsync("1:26-cv-00001", "10");
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var outbox = Around.Member<IOutbox>(_store.Outbox, nameof(IOutbox.RecordAsync), (_, _) => Task.FromResult<IReadOnlyList<DeliveryRecord>>([]));
        await Deliver(new OutboxOptions(), outbox, [_provider]).RunDueAsync(default);
        await AddToDigestAsync("1:26-cv-00002", "11");
        _clock.Advance(TimeSpan.FromMinutes(10));
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));
        await DeliverAllAsync();

        var copies = _provider.Mails.GroupBy(mail => mail.MessageId).ToList();
        Assert.Equal([2, 1], copies.Select(mails => mails.Count()));
        Assert.Single(copies[0].Select(mail => mail.Text + mail.Html).Distinct());
        Assert.Contains("part 2", copies[1].Single().Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("00001", copies[1].Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_OneEndedOnePausedBeforeTheDigest_AreNotInIt()
    {
        var kept = await AddToDigestAsync("1:26-cv-00001", "10");
        var ended = await AddToDigestAsync("1:26-cv-00002", "11");
        var paused = await AddToDigestAsync("1:26-cv-00003", "12");
        await DeliverAllAsync();
        await _store.Subscriptions.TryWriteAsync(
            [ended.Ended(_clock.GetUtcNow()) with { Version = 1 }, paused.Paused(_clock.GetUtcNow()) with { Version = 1 }], message: null, default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();

        var mail = Assert.Single(_provider.Mails);
        Assert.Contains(kept.Docket!.Value, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ended.Docket!.Value, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(paused.Docket!.Value, mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_AllEndedBeforeTheDigest_EndsItForANamedReason()
    {
        var ended = await AddToDigestAsync("1:26-cv-00001", "10");
        await DeliverAllAsync();
        await _store.Subscriptions.TryWriteAsync([ended.Ended(_clock.GetUtcNow()) with { Version = 1 }], message: null, default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await DeliverAllAsync();

        Assert.Empty(_provider.Mails);
        var digest = (await _store.Outbox.NewestAsync(10, default)).Single(row => row.Message is OutboxMessage.DigestMessage);
        Assert.Equal((OutboxState.Suppressed, "none of its news is wanted any more"), (digest.State, digest.Detail));
    }

    [Fact]
    public async Task RunDueAsync_DigestLargerThanAMail_IsSplitBelow100KB()
    {
        for (var number = 1; number <= 60; number++)
        {
            await AddToDigestAsync($"1:26-cv-{number:D5}", $"{number}", entries: 12);
        }

        for (var round = 0; round < 20; round++)
        {
            await DeliverAllAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.True(_provider.Mails.Count > 1, "one mail held all");
        Assert.All(_provider.Mails, mail => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(mail.Html), 1_000, 100_000));
        var all = string.Join('\n', _provider.Mails.Select(mail => mail.Text));
        for (var number = 1; number <= 60; number++)
        {
            Assert.Equal(2, all.Split($"nysd 1:26-cv-{number:D5}\n").Length);
        }
    }

    [Fact]
    public async Task RunDueAsync_CaptionsCoverageAndGapsOfManyBytes_AreSplitBelow100KB()
    {
        for (var number = 1; number <= 40; number++)
        {
            var docket = $"1:26-cv-{number:D5}";
            var subscription = Some.Subscription(docket: docket) with { Cadence = Cadence.Hourly };
            await _store.Subscriptions.TryWriteAsync([subscription], message: null, default);
            var alert = Some.Alert(subscription, createdAt: Some.Monday9Am.AddHours(-1), entries: Some.Entry($"{number}", docket: docket, caption: new string('\u0416', 300))) with
            {
                Digest = Nine,
                Coverage = new string('\u0416', 500),
                Gaps = [.. Enumerable.Range(1, 10).Select(n => new Gap(Some.Nysd, Some.Monday9Am.AddDays(-n), Some.Monday9Am.AddDays(-n).AddHours(23), Some.Monday9Am.AddHours(-n)))],
            };
            await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), default);
        }

        for (var round = 0; round < 20; round++)
        {
            await DeliverAllAsync();
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.All(_provider.Mails, mail => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(mail.Html), 1_000, 100_000));
        Assert.Equal(40, _provider.Mails.Sum(mail => mail.Html.Split("<section>").Length - 1));
    }

    private async Task DeliverAllAsync()
    {
        while (await Deliver().RunDueAsync(default) > 0)
        {
        }
    }

    private async Task<Subscription> AddToDigestAsync(string docket, string sequence, DigestSlot? slot = null, int entries = 1)
    {
        var subscription = Some.Subscription(docket: docket) with { Cadence = Cadence.Hourly };
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, default));
        var told = Enumerable.Range(0, entries).Select(n => Some.Entry($"{sequence}{n:D3}", $"{n + 1}", docket: docket, caseId: sequence.PadLeft(6, '6'), labels: new string('x', 140))).ToArray();
        var alert = Some.Alert(subscription, createdAt: Some.Monday9Am.AddHours(-1), entries: told) with { Digest = slot ?? Nine };
        Assert.True(await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), default));
        return subscription;
    }
}
