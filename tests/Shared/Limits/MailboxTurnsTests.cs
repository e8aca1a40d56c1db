using Microsoft.Extensions.Options;
using Tipstaff.Limits;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Limits;

/// <summary>Nobody's inbox is flooded by requests for confirmation, whatever stands behind a plus.</summary>
public sealed class MailboxTurnsTests
{
    private const int PerDay = 5;

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryNonces _claims = new();
    private readonly SubscriberIds _ids = new(new InstallationSecret(Some.Key));
    private readonly InMemoryStore _store;
    private readonly Subscribe _subscribe;

    public MailboxTurnsTests()
    {
        _store = new InMemoryStore(_clock);
        var limits = Options.Create(new LimitOptions { ConfirmationsPerMailbox = PerDay });
        _subscribe = new Subscribe(
            _store.Subscriptions, _store.Outbox, _store.Erasures, _store.Dockets, new RecordingQueue(), _ids, new MailboxTurns(_claims, _ids, limits), limits, _clock);
    }

    [Fact]
    public async Task Subscribe_AThousandAddressesOfOneMailbox_SendsFewMailsADayAndAddsNothingBeyond()
    {
        for (var number = 0; number < 1_000; number++)
        {
            await AskAsync($"ada+{number}@example.com");
        }

        var days = (await MessagesAsync()).GroupBy(message => message.DueAt.Date).ToList();
        Assert.NotEmpty(days);
        Assert.All(days, day => Assert.Equal(PerDay, day.Count()));
        Assert.True(days.Count <= 3, $"mails on {days.Count} days");
        Assert.Empty(await _store.Subscriptions.OfSubscriberAsync(_ids.Of(EmailAddress.Parse("ada+999@example.com")), default));
    }

    [Fact]
    public async Task Subscribe_TheAddressItself_IsAskedThoughOthersTookAllTurns()
    {
        for (var number = 0; number < 100; number++)
        {
            await AskAsync($"ada+{number}@example.com");
        }

        await AskAsync("ada@example.com");

        var own = Assert.Single(await MessagesAsync(), message => message.Subscriber == _ids.Of(Some.Ada));
        Assert.Equal(_clock.GetUtcNow(), own.DueAt);
    }

    [Theory]
    [InlineData("grace+1@example.com")]
    [InlineData("ada+1@example.org")]
    public async Task Subscribe_AnotherMailbox_HasTurnsOfItsOwn(string address)
    {
        for (var number = 0; number < 100; number++)
        {
            await AskAsync($"ada+{number}@example.com");
        }

        await AskAsync(address);

        var own = Assert.Single(await MessagesAsync(), message => message.Subscriber == _ids.Of(EmailAddress.Parse(address)));
        Assert.Equal(_clock.GetUtcNow(), own.DueAt);
    }

    [Fact]
    public async Task Subscribe_TheSameAddressAgainWhileItsMailWaits_TakesOneTurn()
    {
        for (var number = 0; number < 50; number++)
        {
            await AskAsync("ada+court@example.com", $"1:26-cv-{number:D5}");
        }

        Assert.Single(await MessagesAsync());
        Assert.Single(_claims.Used);
        Assert.DoesNotContain(_claims.Used.Keys, claim => claim.Nonce.Contains("ada", StringComparison.Ordinal));
    }

    private Task<Requested> AskAsync(string address, string docket = "1:26-cv-01234") => _subscribe.RunAsync(Some.Request(address, "nysd", docket)!, default);

    private async Task<List<OutboxMessage>> MessagesAsync() => [.. (await _store.Outbox.NewestAsync(5_000, default)).Select(row => row.Message)];
}
