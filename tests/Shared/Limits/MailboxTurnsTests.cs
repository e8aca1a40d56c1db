using Microsoft.Extensions.Options;
using Tipstaff.Limits;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Limits;

/// <summary>Nobody's inbox is flooded by requests for confirmation, whatever stands behind a plus, between dots or before the domain.</summary>
public sealed class MailboxTurnsTests
{
    private const int PerDay = 5;
    private const int PerDomain = 50;

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryNonces _claims = new();
    private readonly SubscriberIds _ids = new(new InstallationSecret(Some.Key));
    private readonly InMemoryStore _store;
    private readonly Subscribe _subscribe;

    public MailboxTurnsTests()
    {
        _store = new InMemoryStore(_clock);
        var limits = Options.Create(new LimitOptions { ConfirmationsPerMailbox = PerDay, ConfirmationsPerDomain = PerDomain });
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

    [Theory]
    [InlineData("gmail.com", "gmail.com")]
    [InlineData("gmail.com", "googlemail.com")]
    public async Task Subscribe_DotsAtGmail_AreOneMailbox(string domain, string other)
    {
        foreach (var local in (string[])["l.ovelace", "lo.velace", "lov.elace", "love.lace", "lovel.ace", "lovela.ce", "lovelac.e", "l.o.v.e+x", "l.o.velace"])
        {
            await AskAsync($"{local}@{domain}");
        }

        await AskAsync($"lov.e.lace@{other}");
        await AskAsync("lovelace@gmail.com");

        var now = (await MessagesAsync()).Where(message => message.DueAt == _clock.GetUtcNow()).Select(message => message.Subscriber).ToList();
        Assert.Equal(PerDay + 2, now.Count);
        Assert.Contains(_ids.Of(EmailAddress.Parse("lovelace@gmail.com")), now);
        Assert.Contains(_ids.Of(EmailAddress.Parse("l.o.v.e+x@gmail.com")), now);
    }

    [Fact]
    public async Task Subscribe_DotsElsewhere_AreMailboxesOfTheirOwn()
    {
        for (var number = 0; number < 20; number++)
        {
            await AskAsync($"ada.{number}@firm.example");
        }

        Assert.Equal(20, (await MessagesAsync()).Count(message => message.DueAt == _clock.GetUtcNow()));
    }

    [Theory]
    [InlineData("firm.example", true)]
    [InlineData("x{0}.firm.example", true)]
    [InlineData("x{0}.firm.co.uk", true)]
    [InlineData("gmail.com", false)]
    [InlineData("firm{0}.co.uk", false)]
    public async Task Subscribe_AnyNameInADomain_SendsFewMailsADayToItsOwner(string domain, bool isBounded)
    {
        for (var number = 0; number < 1_000; number++)
        {
            await AskAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, $"name{number}@{domain}", number));
        }

        var today = (await MessagesAsync()).Count(message => message.DueAt == _clock.GetUtcNow());
        Assert.InRange(today, isBounded ? PerDomain / 2 : 1_000, isBounded ? PerDomain : 1_000);
    }

    [Fact]
    public async Task Subscribe_WhoHasConfirmed_IsAskedThoughOthersTookAllTurnsOfTheDomain()
    {
        var known = Some.Subscription("grace+work@firm.example", confirmedAt: _clock.GetUtcNow().AddDays(-9));
        await _store.Subscriptions.TryWriteAsync([known with { Subscriber = _ids.Of(known.Address) }], message: null, default);
        for (var number = 0; number < 500; number++)
        {
            await AskAsync($"grace+{number}@firm.example");
            await AskAsync($"name{number}@firm.example");
        }

        await AskAsync("grace+work@firm.example", "1:26-cv-77777");

        Assert.Equal(_clock.GetUtcNow(), Assert.Single(await MessagesAsync(), message => message.Subscriber == _ids.Of(known.Address)).DueAt);
    }

    [Fact]
    public async Task Subscribe_TheSameAddressAgainWhileItsMailWaits_TakesOneTurn()
    {
        for (var number = 0; number < 50; number++)
        {
            await AskAsync("ada+court@example.com", $"1:26-cv-{number:D5}");
        }

        Assert.Single(await MessagesAsync());
        Assert.Equal(2, _claims.Used.Count);
        Assert.DoesNotContain(_claims.Used.Keys, claim => claim.Nonce.Contains("ada", StringComparison.Ordinal));
    }

    private Task<Requested> AskAsync(string address, string docket = "1:26-cv-01234") => _subscribe.RunAsync(Some.Request(address, "nysd", docket)!, default);

    private async Task<List<OutboxMessage>> MessagesAsync() => [.. (await _store.Outbox.NewestAsync(5_000, default)).Select(row => row.Message)];
}
