using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpTroubleTests
{
    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", "does not speak SMTP")]
    [InlineData("2\r\n", "does not speak SMTP")]
    [InlineData("554 5.7.1 go away\r\n", "554 5.7.1 go away")]
    [InlineData("421 too busy\r\n", "421 too busy")]
    [InlineData("220-a\r\n250 b\r\n", "mixes two codes")]
    public async Task SendAsync_OddGreeting_IsUnavailable(string greeting, string reason)
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.SayRawAsync(greeting);
            await session.StallAsync();
        });

        Assert.Contains(reason, Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_EndlessLine_IsUnavailable()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.SayRawAsync("220 " + new string('x', 10_000));
            await session.StallAsync();
        });

        Assert.Contains("a line of more than", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_EndlessReply_IsUnavailable()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.SayRawAsync(string.Concat(Enumerable.Repeat("220-and\r\n", 1000)));
            await session.StallAsync();
        });

        Assert.Contains("more than 100 lines", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_DroppedBeforeTheMail_IsUnavailable()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
        });

        Assert.EndsWith("hung up", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_DroppedInTheMail_SaysThatItsFateIsUnknownAndIsNotRepeated()
    {
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
            await session.SayAsync("250 Ok", "250 Ok", "354 go on");
            await session.ReadBatchAsync();
            session.Reset();
        });
        await using var mailer = Mailer.To(server.Port);

        var outcome = await mailer.SendAsync(SomeMail.Of(), CancellationToken.None);

        Assert.EndsWith("it may or may not have arrived", Assert.IsType<SendOutcome.Unknown>(outcome).Reason, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Fact]
    public async Task SendAsync_DroppedBehindTheDot_NextMailGoesOverAnotherConnection()
    {
        var bothWait = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await bothWait.Task;
                await session.GreetAsync("PIPELINING");
                await session.ReadBatchAsync();
                await session.SayAsync("250 Ok", "250 Ok", "354 go on");
                await session.ReadDataAsync();
            },
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
            });
        await using var mailer = Mailer.To(server.Port);

        var first = mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        var second = mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);
        bothWait.SetResult();

        Assert.EndsWith("it may or may not have arrived", Assert.IsType<SendOutcome.Unknown>(await first).Reason, StringComparison.Ordinal);
        Assert.IsType<SendOutcome.Accepted>(await second);
    }

    [Fact]
    public async Task SendAsync_IdleConnectionDied_GoesOverANewOne()
    {
        var gone = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                session.Reset();
                gone.SetResult();
            },
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
            });
        await using var mailer = Mailer.To(server.Port);

        await mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        await gone.Task;
        var outcome = await mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task SendAsync_UsedConnectionIsClosedWith421_GoesOverANewOne()
    {
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("MAIL");
                await session.SayAsync("421 4.7.0 enough for one connection");
            },
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("QUIT");
            });
        await using var mailer = Mailer.To(server.Port);

        await mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        var outcome = await mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }

    [Fact]
    public async Task SendAsync_SecondConnectionDiesToo_IsUnavailable()
    {
        await using var server = new ScriptedSmtpServer(
            async session =>
            {
                await session.GreetAsync();
                await session.TakeMailAsync();
                await session.ExpectAsync("MAIL");
            },
            async session =>
            {
                await session.GreetAsync();
                await session.ExpectAsync("MAIL");
            });
        await using var mailer = Mailer.To(server.Port);

        await mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        var outcome = await mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        Assert.EndsWith("hung up", Reason(outcome), StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task SendAsync_StalledCommand_TimesOutByTheClock()
    {
        var clock = new ManualTimeProvider();
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("MAIL");
            reached.SetResult();
            await session.StallAsync();
        });
        await using var mailer = Mailer.To(server.Port, options => options.CommandTimeout = TimeSpan.FromSeconds(10), time: clock);
        var sending = mailer.SendAsync(SomeMail.Of(), CancellationToken.None);
        await reached.Task;

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.EndsWith("did not answer within 10 s", Reason(await sending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_StalledBehindTheDot_TimesOutWithUnknownFate()
    {
        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync();
                await session.ExpectAsync("MAIL");
                await session.SayAsync("250 Ok");
                await session.ExpectAsync("RCPT");
                await session.SayAsync("250 Ok");
                await session.ExpectAsync("DATA");
                await session.SayAsync("354 go on");
                await session.StallAsync();
            },
            options => options.AcceptTimeout = TimeSpan.FromMilliseconds(200));

        var reason = Assert.IsType<SendOutcome.Unknown>(outcome).Reason;
        Assert.EndsWith("did not answer within 0.2 s after the mail was handed over; it may or may not have arrived", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_StalledGreeting_IsUnavailableForAllThatWait()
    {
        await using var server = new ScriptedSmtpServer(session => session.StallAsync());
        await using var mailer = Mailer.To(server.Port, options => (options.CommandTimeout, options.MaxConnections) = (TimeSpan.FromMilliseconds(200), 8));

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(i => mailer.SendAsync(SomeMail.Of(i), CancellationToken.None)));

        Assert.All(outcomes, outcome => Assert.Contains("did not answer", Reason(outcome), StringComparison.Ordinal));
        Assert.Equal(1, server.Connections);
    }

    private static string Reason(SendOutcome outcome) => Assert.IsType<SendOutcome.Unavailable>(outcome).Reason;
}
