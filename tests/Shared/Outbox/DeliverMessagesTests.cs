using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Breakers;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();
    private readonly MeasuresTaken _taken = new();
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _logger;
    private readonly ScriptedMailProvider _provider = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly BreakerOptions _breakers = new();
    private readonly ScriptedReceivers _receivers = new();
    private readonly InMemoryStore _store;
    private IProviderBreakers? _breakersPort;
    private LinkKey[] _linkKeys = [];

    public DeliverMessagesTests() => (_store, _logger) = (new InMemoryStore(_clock), new LoggerFactory([_lines]));

    public void Dispose()
    {
        _services.Dispose();
        _logger.Dispose();
        _taken.Dispose();
    }

    [Fact]
    public async Task RunDueAsync_AlertOfAConfirmedSubscription_IsSentOnceAndRecorded()
    {
        var subscription = await FollowAsync();
        await AddAsync(subscription);

        var first = await Deliver().RunDueAsync(default);
        var second = await Deliver().RunDueAsync(default);

        Assert.Equal((1, 0), (first, second));
        Assert.Equal("ada@example.com", Assert.Single(_provider.Mails).To.Value);
        Assert.Equal((OutboxState.Delivered, "scripted"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_TransientRefusal_WaitsThreeSecondsAndTriesAgain()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        await Deliver().RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        _clock.Advance(TimeSpan.FromSeconds(2.6));
        var early = await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromSeconds(0.4));
        var late = await Deliver().RunDueAsync(default);

        Assert.Equal((0, 1), (early, late));
        Assert.Single(_provider.Mails.Select(mail => mail.MessageId).Distinct());
        Assert.Equal(OutboxState.Delivered, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_FinalRefusal_IsDeadLetteredWithTheReason()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Refused("550 5.1.1 no such user", RefusalKind.DeadAddress);

        await Deliver().RunDueAsync(default);

        Assert.Equal((OutboxState.DeadLettered, "scripted: 550 5.1.1 no such user"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_NeverAccepted_IsGivenUpAfterTheLastAttempt()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");

        for (var attempt = 0; attempt < RetryPlan.Attempts; attempt++)
        {
            await Deliver().RunDueAsync(default);
            _clock.Advance(TimeSpan.FromHours(3));
        }

        Assert.Equal(RetryPlan.Attempts, _provider.Mails.Count);
        Assert.Equal(OutboxState.DeadLettered, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_FirstProviderDown_TheNextOneTakesIt()
    {
        await AddAsync(await FollowAsync());
        var second = new ScriptedMailProvider("second");
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");

        await Deliver(second).RunDueAsync(default);

        Assert.Single(second.Mails);
        Assert.Equal((OutboxState.Delivered, "second"), await StateAsync());
    }

    [Fact]
    public async Task RunDueAsync_ClaimAbandonedByACrash_IsTakenOverAfterTheLease()
    {
        await AddAsync(await FollowAsync());
        var key = Assert.Single(await _store.Outbox.FindDueAsync(_clock.GetUtcNow(), 10, default));
        await _store.Outbox.ClaimAsync([key], _clock.GetUtcNow(), _clock.GetUtcNow() + TimeSpan.FromMinutes(2), "scripted", default);

        var during = await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromMinutes(2));
        var after = await Deliver().RunDueAsync(default);

        Assert.Equal((0, 1), (during, after));
    }

    [Fact]
    public async Task RunDueAsync_CrashesItsSenderEachTime_IsGivenUpInTheEnd()
    {
        await AddAsync(await FollowAsync());
        _provider.Answer = _ => throw new InvalidOperationException("a bug");

        for (var attempt = 0; attempt < RetryPlan.Attempts; attempt++)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver().RunDueAsync(default));
            _clock.Advance(new OutboxOptions().Lease);
        }

        await Deliver().RunDueAsync(default);

        Assert.Equal(OutboxState.DeadLettered, (await StateAsync()).State);
    }

    [Fact]
    public async Task RunDueAsync_OneMessageFaults_ItsNeighboursAreDelivered()
    {
        await AddAsync(await FollowAsync());
        await AddAsync(await FollowAsync("grace@example.com"));
        _provider.Answer = mail => mail.To == Some.Ada ? throw new InvalidOperationException("a bug") : new SendOutcome.Accepted("ok");

        await Assert.ThrowsAsync<InvalidOperationException>(() => Deliver().RunDueAsync(default));

        Assert.Equal((1, 1), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Waiting));
    }

    [Fact]
    public async Task RunDueAsync_Confirmation_NamesAllThatIsPending()
    {
        var pending = Some.Subscription(confirmed: false);
        var other = Some.Subscription(docket: "1:26-cv-05678", confirmed: false);
        await _store.Subscriptions.TryWriteAsync([pending, other], Confirmation(pending), default);

        await Deliver().RunDueAsync(default);

        var text = Assert.Single(_provider.Mails).Text;
        Assert.Contains("1:26-cv-01234", text, StringComparison.Ordinal);
        Assert.Contains("1:26-cv-05678", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunDueAsync_NothingLeftToConfirm_IsSuppressed()
    {
        var confirmed = Some.Subscription();
        await _store.Subscriptions.TryWriteAsync([confirmed], Confirmation(confirmed), default);

        await Deliver().RunDueAsync(default);

        Assert.Equal((OutboxState.Suppressed, "nothing is left to confirm"), await StateAsync());
    }

    private static OutboxMessage.ConfirmationMessage Confirmation(Subscription subscription) => new()
    {
        Key = IdempotencyKey.OfConfirmation(subscription.Subscriber, new DateOnly(2026, 3, 2)),
        Subscriber = subscription.Subscriber,
        CreatedAt = Some.Monday9Am,
        DueAt = Some.Monday9Am,
    };

    private DeliverMessages Deliver(params IMailProvider[] more) => Deliver(new OutboxOptions(), more);

    private DeliverMessages Deliver(OutboxOptions options, params IMailProvider[] more) => Deliver(options, _store.Outbox, [_provider, .. more]);

    private DeliverMessages Deliver(OutboxOptions options, IOutbox outbox, IReadOnlyList<IMailProvider> providers, IRecipients? recipients = null)
    {
        var links = new PublicLinks(SomeLinks.Tokens(_linkKeys), Options.Create(new LinkOptions { PublicUrl = new Uri("https://alerts.example.com") }), _clock);
        var mail = Options.Create(new MailOptions { From = "alerts@example.com", Domain = "alerts.example.com", OperatorContact = "ops@example.com" });
        var composer = new MailComposer(new RazorHtml(_services, NullLoggerFactory.Instance), links, mail, CourtDirectory.Default, SomeComposer.Operators(), _clock);
        var passOn = new PassOnDocuments(_store.Subscriptions, _store.Dockets, new RecordingQueue(), _taken.Meter, _clock);
        var checkedOptions = Options.Create(options);
        return new DeliverMessages(
            outbox,
            _store.Subscriptions,
            recipients ?? new StoredRecipients(_store.Subscriptions, _store.Suppressions),
            composer,
            new DigestDesk(_store.Digests, _store.Subscriptions, outbox, new RecordingQueue(), passOn, composer, _clock),
            passOn,
            new TakeDeliveryReport(_store.Suppressions, outbox, SomeCanary.Off(_store).Arrivals, NullLogger<TakeDeliveryReport>.Instance),
            SomeCanary.Off(_store).Arrivals,
            new ProviderChain(providers, _breakersPort ?? _store.Breakers, outbox, checkedOptions, Options.Create(_breakers), _taken.Meter, _clock, NullLogger<ProviderChain>.Instance),
            SomeWebhooks.Sending(_store, _receivers, _clock, _linkKeys),
            checkedOptions,
            _taken.Meter,
            _clock,
            new Logger<DeliverMessages>(_logger));
    }

    private async Task<Subscription> FollowAsync(string address = "ada@example.com")
    {
        var subscription = Some.Subscription(address);
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, default));
        return subscription;
    }

    private async Task AddAsync(Subscription subscription) =>
        Assert.True(await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(subscription)), default));

    private async Task<(OutboxState State, string? Detail)> StateAsync()
    {
        var row = Assert.Single(await _store.Outbox.NewestAsync(10, default));
        return (row.State, row.Detail);
    }
}
