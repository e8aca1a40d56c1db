using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunAsync_Keys_AnswersWhatBecameOfEach()
    {
        var (ada, grace) = await AddTwoAsync();
        _provider.Answer = mail => mail.To == Some.Ada ? new SendOutcome.Refused("450 busy", RefusalKind.Transient) : new SendOutcome.Accepted("ok");

        var recorded = await Deliver().RunAsync([ada, grace], default);

        var due = _clock.GetUtcNow() + RetryPlan.After(1, retryAfter: null, ada)!.Value;
        Assert.Equal(
            [
                new RecordedDelivery(ada, 1, new Delivery.Postponed(due, "scripted: 450 busy")),
                new RecordedDelivery(grace, 1, new Delivery.Delivered("scripted", _clock.GetUtcNow())),
            ],
            recorded.OrderBy(one => one.Key == grace));
    }

    [Fact]
    public async Task RunAsync_PostponedBefore_SaysWhichAttemptItWas()
    {
        var key = await AddOneAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        var first = Assert.IsType<Delivery.Postponed>(Assert.Single(await Deliver().RunAsync([key], default)).Delivery);

        var early = await Deliver().RunAsync([key], default);
        _clock.Advance(first.Until - _clock.GetUtcNow());
        var second = Assert.Single(await Deliver().RunAsync([key], default));

        Assert.Empty(early);
        Assert.Equal(2, second.Attempt);
        Assert.IsType<Delivery.Postponed>(second.Delivery);
    }

    [Fact]
    public async Task RunAsync_ClaimWentToAnotherBeforeTheRecord_LeavesThatOneOut()
    {
        var (ada, grace) = await AddTwoAsync();
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        var outbox = Around.Member<IOutbox>(_store.Outbox, nameof(IOutbox.RecordAsync), (args, next) =>
        {
            var records = (IReadOnlyCollection<DeliveryRecord>)args[0]!;
            return next([records.Select(record => record.Key == ada ? record with { ClaimToken = "of another" } : record).ToList(), args[1]]);
        });

        var recorded = await Deliver(new OutboxOptions(), outbox, [_provider]).RunAsync([ada, grace], default);

        Assert.Equal(grace, Assert.Single(recorded).Key);
    }

    [Fact]
    public async Task RunAsync_ClaimedByAnotherOrUnknown_AnswersNothing()
    {
        var key = await AddOneAsync(await FollowAsync());
        await _store.Outbox.ClaimAsync([key], _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMinutes(5), "scripted", default);

        Assert.Empty(await Deliver().RunAsync([key], default));
        Assert.Empty(await Deliver().RunAsync([Confirmation(Some.Subscription()).Key], default));
        Assert.Empty(_provider.Mails);
    }

    [Fact]
    public async Task RunDueAsync_StoreFailsAtTheRecord_IsRecordedAMomentLaterAndTheLogSaysWhy()
    {
        await AddAsync(await FollowAsync());
        var failures = 2;
        var outbox = Around.Member<IOutbox>(
            _store.Outbox, nameof(IOutbox.RecordAsync), (args, next) => failures-- > 0 ? Task.FromException<IReadOnlyList<DeliveryRecord>>(new IOException("busy")) : next(args));

        var delivering = Deliver(new OutboxOptions(), outbox, [_provider]).RunDueAsync(default);
        while (!delivering.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await delivering;
        Assert.Equal(OutboxState.Delivered, (await StateAsync()).State);
        Assert.Equal(2, _lines.Lines.Count(line => line.Contains("could not be written down", StringComparison.Ordinal) && line.Contains("busy", StringComparison.Ordinal)));
    }

    private async Task<(IdempotencyKey Ada, IdempotencyKey Grace)> AddTwoAsync() =>
        (await AddOneAsync(await FollowAsync()), await AddOneAsync(await FollowAsync("grace@example.com")));

    private async Task<IdempotencyKey> AddOneAsync(Subscription subscription)
    {
        await AddAsync(subscription);
        return OutboxMessage.AlertMessage.Of(Some.Alert(subscription)).Key;
    }
}
