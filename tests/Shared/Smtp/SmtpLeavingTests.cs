using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

/// <summary>The sender of a mail leaves, or the mailer is closed.</summary>
public sealed class SmtpLeavingTests
{
    [Fact]
    public async Task SendAsync_CancelledWhileItWaits_IsWithdrawn()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync();
            reached.SetResult();
            await goOn.Task;
            await session.TakeMailAsync();
            await session.ExpectAsync("QUIT");
        });
        await using var mailer = Mailer.To(server.Port);
        using var leaving = new CancellationTokenSource();
        var first = mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        await reached.Task;
        var second = mailer.SendAsync(SomeMail.Of(2), leaving.Token);

        await leaving.CancelAsync();
        goOn.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.IsType<SendOutcome.Accepted>(await first);
    }

    [Fact]
    public async Task SendAsync_CancelledBeforeItsContentIsWritten_IsWithdrawnAndNeverArrives()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var content = new TaskCompletionSource<string>();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
            reached.SetResult();
            await goOn.Task;
            await session.SayAsync("250 Ok", "250 Ok", "354 go on");
            try
            {
                content.SetResult(await session.ReadDataAsync());
            }
            catch (IOException)
            {
                content.SetResult("");
            }
        });
        await using var mailer = Mailer.To(server.Port);
        using var leaving = new CancellationTokenSource();
        var sending = mailer.SendAsync(SomeMail.Of(), leaving.Token);
        await reached.Task;

        await leaving.CancelAsync();
        goOn.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal("", await content.Task);
    }

    [Fact]
    public async Task SendAsync_CancelledBehindItsContent_IsSeenThrough()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
            await session.SayAsync("250 Ok", "250 Ok", "354 go on");
            await session.ReadDataAsync();
            reached.SetResult();
            await goOn.Task;
            await session.SayAsync("250 Ok");
        });
        await using var mailer = Mailer.To(server.Port);
        using var leaving = new CancellationTokenSource();
        var sending = mailer.SendAsync(SomeMail.Of(), leaving.Token);
        await reached.Task;

        await leaving.CancelAsync();
        goOn.SetResult();

        Assert.IsType<SendOutcome.Accepted>(await sending);
    }

    [Fact]
    public async Task DisposeAsync_MailInFlight_IsSeenThrough()
    {
        var reached = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await session.GreetAsync();
            await session.ExpectAsync("MAIL");
            reached.SetResult();
            await goOn.Task;
            await session.SayAsync("250 Ok");
            await session.ExpectAsync("RCPT");
            await session.SayAsync("250 Ok");
            await session.ExpectAsync("DATA");
            await session.SayAsync("354 go on");
            await session.ReadDataAsync();
            await session.SayAsync("250 Ok");
        });
        var mailer = Mailer.To(server.Port);
        var inFlight = mailer.SendAsync(SomeMail.Of(1), CancellationToken.None);
        await reached.Task;
        var waiting = mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        var closing = mailer.DisposeAsync();
        goOn.SetResult();
        await closing;

        Assert.IsType<SendOutcome.Accepted>(await inFlight);
        Assert.Contains("stopping", Assert.IsType<SendOutcome.Unavailable>(await waiting).Reason, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => mailer.SendAsync(SomeMail.Of(3), CancellationToken.None));
    }

    [Fact]
    public async Task DisposeAsync_ServerDoesNotGreet_DoesNotWaitForIt()
    {
        var reached = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            reached.SetResult();
            await session.StallAsync();
        });
        var mailer = Mailer.To(server.Port, time: new ManualTimeProvider());
        var waiting = mailer.SendAsync(SomeMail.Of(), CancellationToken.None);
        await reached.Task;

        await mailer.DisposeAsync();

        Assert.Contains("stopping", Assert.IsType<SendOutcome.Unavailable>(await waiting).Reason, StringComparison.Ordinal);
    }
}
