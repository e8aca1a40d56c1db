using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpPoolTests
{
    [Fact]
    public async Task SendAsync_ManyMails_ShareFewConnections()
    {
        await using var server = new LoopbackSmtpServer();
        await using var mailer = Mailer.To(server.Port, options => options.MaxConnections = 3);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 300).Select(i => mailer.SendAsync(SomeMail.Of(i), CancellationToken.None)));

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.InRange(server.Connections, 1, 3);
        Assert.Equal(
            Enumerable.Range(1, 300).Select(i => $"<{SomeMail.Key(i)}@tipstaff.example>"),
            server.Mails.Select(mail => mail.Header("Message-ID")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SendAsync_MailsPerConnectionReached_OpensAnother()
    {
        await using var server = new LoopbackSmtpServer();
        await using var mailer = Mailer.To(server.Port, options => options.MailsPerConnection = 10);

        await Task.WhenAll(Enumerable.Range(1, 45).Select(i => mailer.SendAsync(SomeMail.Of(i), CancellationToken.None)));

        Assert.Equal(45, server.Mails.Count);
        Assert.Equal(5, server.Connections);
    }

    [Fact]
    public async Task SendAsync_ConnectionsKeepBreaking_EachMailArrivesOnceOrIsReported()
    {
        await using var server = new LoopbackSmtpServer { DropAtMail = 7 };
        await using var mailer = Mailer.To(server.Port, options => options.MaxConnections = 4);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 200).Select(i => mailer.SendAsync(SomeMail.Of(i), CancellationToken.None)));

        var accepted = Enumerable.Range(1, 200).Where(i => outcomes[i - 1] is SendOutcome.Accepted).Select(i => $"<{SomeMail.Key(i)}@tipstaff.example>");
        Assert.Equal(accepted, server.Mails.Select(mail => mail.Header("Message-ID")).Order(StringComparer.Ordinal));
        Assert.All(outcomes, outcome => Assert.True(outcome is SendOutcome.Accepted or SendOutcome.Unavailable or SendOutcome.Unknown));
        Assert.InRange(server.Mails.Count, 100, 199);
    }

    [Fact]
    public async Task SendAsync_ServerAllowsOneConnection_MailsWaitForIt()
    {
        var refused = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await session.GreetAsync();
                await session.ExpectAsync("MAIL");
                await refused.Task;
                await session.SayAsync("250 Ok");
                await session.ExpectAsync("RCPT");
                await session.SayAsync("250 Ok");
                await session.ExpectAsync("DATA");
                await session.SayAsync("354 go on");
                await session.ReadDataAsync();
                await session.SayAsync("250 Ok");
                await session.TakeMailAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
            },
            async session =>
            {
                await session.SayAsync("421 4.7.0 too many connections");
                refused.TrySetResult();
            });
        await using var mailer = Mailer.To(server.Port, options => options.MaxConnections = 8);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => mailer.SendAsync(SomeMail.Of(i), CancellationToken.None)));

        Assert.All(outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
    }

    [Fact]
    public void FailOpening_LastOfSeveral_MoreAreOpenedAsSoonAsTheServerIsBack()
    {
        var (waiting, started) = (8, 0);
        var pool = new SmtpPool(limit: 4, new ManualTimeProvider(), () => waiting, () => started++);
        pool.Grow();
        pool.Turn(SmtpWorkerState.Opening, SmtpWorkerState.Carrying);
        pool.Turn(SmtpWorkerState.Carrying, SmtpWorkerState.Opening);
        var othersGoOn = Enumerable.Range(0, 4).Select(_ => Fail(pool)).ToList();

        (waiting, started) = (8, 0);
        pool.Grow();
        pool.Turn(SmtpWorkerState.Opening, SmtpWorkerState.Carrying);

        Assert.Equal([true, true, true, false], othersGoOn);
        Assert.Equal(4, started);

        bool Fail(SmtpPool pool)
        {
            var goOn = pool.FailOpening();
            waiting = goOn ? waiting : 0;
            pool.Turn(SmtpWorkerState.Opening, SmtpWorkerState.Leaving);
            pool.End();
            return goOn;
        }
    }

    [Fact]
    public async Task SendAsync_IdleForLong_TakesLeaveAndComesBack()
    {
        var left = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
                await session.SayAsync("221 bye");
                left.SetResult();
            },
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
            });
        await using var mailer = Mailer.To(server.Port, options => options.IdleTimeout = TimeSpan.FromMilliseconds(60));

        await mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        await left.Task;
        var outcome = await mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }
}
