using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Operators;

public sealed class TellOperatorsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryStore _store;
    private readonly RecordingQueue _queue = new();

    public TellOperatorsTests() => _store = new InMemoryStore(_clock);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_NewsOfAMinute_AreOneMail()
    {
        await AddAsync("one");
        _clock.Advance(TimeSpan.FromSeconds(30));
        await AddAsync("two");

        Assert.Equal(0, await Tell().RunAsync(Token));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, await Tell().RunAsync(Token));

        var message = Assert.IsType<OutboxMessage.OperatorMessage>(Assert.Single(await _store.Outbox.NewestAsync(10, Token)).Message);
        Assert.Equal(["one", "two"], message.Notices.Select(notice => notice.Text));
        Assert.Equal([message.Key], _queue.Keys);
    }

    [Fact]
    public async Task RunAsync_Twice_TellsOnce()
    {
        await AddAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(1));
        await Tell().RunAsync(Token);

        Assert.Equal(0, await Tell().RunAsync(Token));

        Assert.Single(await _store.Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task RunAsync_ManyNews_AreSeveralMailsAtOnce()
    {
        for (var i = 0; i < TellOperators.MaxNoticesPerMail + 1; i++)
        {
            await AddAsync($"{i}");
        }

        Assert.Equal(TellOperators.MaxNoticesPerMail, await Tell().RunAsync(Token));
        Assert.Equal(0, await Tell().RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_ClockSetBack_TellsAllTheSame()
    {
        await AddAsync("one");
        _clock.Advance(TimeSpan.FromHours(-3));

        Assert.Equal(1, await Tell().RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_NoAddress_MarksThemToldWithoutAMail()
    {
        await AddAsync("one");
        _clock.Advance(TimeSpan.FromMinutes(1));
        var nobody = new OperatorMailbox(
            Options.Create(new OperatorOptions()), Options.Create(new Tipstaff.Mail.MailOptions { OperatorContact = "https://example.com/contact" }));

        Assert.Equal(1, await Tell(nobody).RunAsync(Token));

        Assert.Empty(await _store.Outbox.NewestAsync(10, Token));
        Assert.Empty(await _store.OperatorNotices.FindUntoldAsync(10, Token));
    }

    private Task AddAsync(string text) =>
        _store.OperatorNotices.AddAsync([OperatorNotice.Of(NoticeKind.Gap, text, _clock.GetUtcNow(), text, Some.Nysd)], Token);

    private TellOperators Tell(OperatorMailbox? mailbox = null) => new(
        _store.OperatorNotices,
        mailbox ?? SomeComposer.Operators(),
        new SubscriberIds(new InstallationSecret(Some.Key)),
        _queue,
        Options.Create(new OperatorOptions()),
        _clock,
        NullLogger<TellOperators>.Instance);
}
