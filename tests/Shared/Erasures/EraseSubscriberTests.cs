using Microsoft.Extensions.Logging;
using Tipstaff.Erasures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Erasures;

public sealed class EraseSubscriberTests
{
    private static readonly Subscription Ada = Some.Subscription();

    private readonly ManualTimeProvider _clock = new();
    private readonly LogLines _log = new();
    private readonly KeptMail _mail = new();
    private readonly InMemoryStore _store;

    public EraseSubscriberTests() => _store = new InMemoryStore(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private EraseSubscriber Erase => new(_store.Subscriptions, _store.Erasures, [_mail], _clock, new Logger<EraseSubscriber>(new LoggerFactory([_log])));

    [Fact]
    public async Task RunAsync_Twice_ForgetsAllAndLogsNoName()
    {
        await _store.Subscriptions.TryWriteAsync([Ada], message: null, Token);
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(Ada)), Token);

        await Erase.RunAsync(Ada.Subscriber, Token);
        await Erase.RunAsync(Ada.Subscriber, Token);

        Assert.Empty(await _store.Subscriptions.OfSubscriberAsync(Ada.Subscriber, Token));
        Assert.Empty(await _store.Outbox.NewestAsync(10, Token));
        Assert.Equal([Ada.Subscriber, Ada.Subscriber], _mail.Erased);
        Assert.All(_log.Lines, line => Assert.DoesNotContain(Ada.Subscriber.Value, line, StringComparison.Ordinal));
        Assert.Equal([Some.Nysd], Assert.Single(_store.ErasureRows.Values).Courts.Named);
    }

    [Fact]
    public async Task FinishAsync_AlertThatACheckWroteAfterwards_GoesToo()
    {
        await _store.Subscriptions.TryWriteAsync([Ada], message: null, Token);
        await Erase.RunAsync(Ada.Subscriber, Token);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(Ada, _clock.GetUtcNow())), Token);
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(1, await Erase.FinishAsync(Token));

        Assert.Empty(await _store.Outbox.NewestAsync(10, Token));
        Assert.Single(_store.ErasureRows);
    }

    [Fact]
    public async Task FinishAsync_AfterADay_LooksAfterNobody()
    {
        await Erase.RunAsync(Ada.Subscriber, Token);
        _clock.Advance(Erasure.LookedAfterFor);

        await Erase.FinishAsync(Token);

        Assert.Equal(0, await Erase.FinishAsync(Token));
        Assert.Empty(_store.ErasureRows);
    }

    [Fact]
    public async Task FinishAsync_CameBack_KeepsTheNewSubscriptionAndItsRequest()
    {
        await _store.Subscriptions.TryWriteAsync([Ada], message: null, Token);
        await Erase.RunAsync(Ada.Subscriber, Token);
        _clock.Advance(TimeSpan.FromMinutes(1));
        var again = Some.Subscription(requestedAt: _clock.GetUtcNow(), confirmed: false);
        var request = new OutboxMessage.ConfirmationMessage
        {
            Key = IdempotencyKey.OfConfirmation(Ada.Subscriber, new DateOnly(2026, 3, 2)),
            Subscriber = Ada.Subscriber,
            CreatedAt = _clock.GetUtcNow(),
            DueAt = _clock.GetUtcNow(),
        };
        await _store.Subscriptions.TryWriteAsync([again], request, Token);
        _clock.Advance(TimeSpan.FromHours(1));

        await Erase.FinishAsync(Token);

        Assert.Equal(SubscriptionState.Pending, Assert.Single(await _store.Subscriptions.OfSubscriberAsync(Ada.Subscriber, Token)).State);
        Assert.Single(await _store.Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task FinishAsync_OneThatFails_KeepsNobodyElseFromBeingFinished()
    {
        var grace = Some.Subscription("grace@example.com");
        await _store.Erasures.NoteAsync(Erasure.Of(Ada.Subscriber, [Ada], before: null, _clock.GetUtcNow().AddMinutes(-1)), Token);
        await _store.Erasures.NoteAsync(Erasure.Of(grace.Subscriber, [grace], before: null, _clock.GetUtcNow()), Token);
        await _store.Subscriptions.TryWriteAsync([grace], message: null, Token);
        _mail.Refuses = Ada.Subscriber;

        await Erase.FinishAsync(Token);

        Assert.Empty(await _store.Subscriptions.OfSubscriberAsync(grace.Subscriber, Token));
        Assert.Contains(_log.Lines, line => line.Contains("could not be completed", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_AskedForAgain_KeepsTheCourtsOfBefore()
    {
        var before = Erasure.Of(Ada.Subscriber, [Ada], before: null, Some.Monday9Am);

        var again = Erasure.Of(Ada.Subscriber, [Some.Subscription(court: "nyed")], before, Some.Monday9Am.AddHours(1));

        Assert.Equal(["nyed", "nysd"], again.Courts.Named.Select(court => court.Value).Order());
        Assert.False(again.Courts.Every);
    }

    private sealed class KeptMail : IKeptMail
    {
        public List<SubscriberId> Erased { get; } = [];

        public SubscriberId? Refuses { get; set; }

        public Task EraseAsync(SubscriberId subscriber, DateTimeOffset writtenUpTo, CancellationToken cancellationToken)
        {
            Erased.Add(subscriber);
            return subscriber == Refuses ? throw new IOException("The folder cannot be read.") : Task.CompletedTask;
        }

        public Task<int> TakeAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken) => Task.FromResult(0);
    }
}
