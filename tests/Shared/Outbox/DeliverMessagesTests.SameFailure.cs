using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <summary>Failures of one moment: what counts as one, what as many.</summary>
public sealed partial class DeliverMessagesTests
{
    [Fact]
    public async Task RunDueAsync_ManyFailuresInOneMoment_AreOneFailure()
    {
        _provider.Answer = _ => new SendOutcome.Unavailable("no connection");
        await AddAsync(200);
        var deliver = Deliver();
        await deliver.RunDueAsync(default);
        _provider.Answer = _ => new SendOutcome.Accepted("ok");

        _clock.Advance(TimeSpan.FromSeconds(3));
        await deliver.RunDueAsync(default);

        Assert.Null(await _store.Breakers.FindAsync("scripted", default));
        Assert.Equal(200, (await _store.Outbox.CountAsync(default)).Delivered);
    }

    [Fact]
    public async Task RunDueAsync_EveryOtherMailFailsInOneMoment_OpensByTheWindow()
    {
        var asked = 0;
        _provider.MostAtOnce = 1;
        _provider.Answer = _ => asked++ % 2 == 0 ? new SendOutcome.Accepted("ok") : new SendOutcome.Unavailable("no connection");
        await AddAsync(30);

        await Deliver().RunDueAsync(default);

        Assert.Equal(20, asked);
    }

    [Fact]
    public async Task RunDueAsync_MailsThatItMayHaveOneAfterTheOther_EachCount()
    {
        _provider.MostAtOnce = 1;
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        await AddAsync(30);

        await Deliver().RunDueAsync(default);

        Assert.Equal(5, _provider.Mails.Count);
    }

    [Fact]
    public async Task RunDueAsync_MailsThatItMayHaveLostTogether_AreOneFailure()
    {
        var lost = new TaskCompletionSource();
        _provider.Before = (_, _) => lost.Task;
        _provider.Answer = _ => new SendOutcome.Unknown("lost");
        await AddAsync(8);

        var running = Deliver().RunDueAsync(default);
        lost.SetResult();
        await running;

        Assert.Equal(8, _provider.Mails.Count);
        Assert.Null(await _store.Breakers.FindAsync("scripted", default));
    }
}
