using System.Text;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpPipeliningTests
{
    private static readonly OutgoingMail First = SomeMail.Of(1);
    private static readonly OutgoingMail Second = SomeMail.Of(2, to: "bob@example.com");

    [Fact]
    public async Task SendAsync_Pipelining_CommandsGoOutInOneWrite()
    {
        var batch = "";

        await Mailer.SendAsync(async session =>
        {
            await session.GreetAsync("PIPELINING");
            batch = await session.ReadBatchAsync();
        });

        Assert.Equal("MAIL FROM:<alerts@tipstaff.example>\r\nRCPT TO:<ada@example.com>\r\nDATA\r\n", batch);
    }

    [Fact]
    public async Task SendAsync_NextMailWaits_ItsCommandsRideBehindTheDot()
    {
        var bothWait = new TaskCompletionSource();
        var batch = "";
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await bothWait.Task;
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
            await session.SayAsync("250 Ok", "250 Ok", "354 go on");
            batch = await session.ReadBatchAsync();
            await session.SayAsync("250 first", "250 Ok", "250 Ok", "354 go on");
            await session.ReadDataAsync();
            await session.SayAsync("250 second");
            await session.ExpectAsync("QUIT");
        });
        await using var mailer = Mailer.To(server.Port);

        var outcomes = Task.WhenAll(mailer.SendAsync(First, CancellationToken.None), mailer.SendAsync(Second, CancellationToken.None));
        bothWait.SetResult();

        Assert.Equal([new SendOutcome.Accepted("250 first"), new SendOutcome.Accepted("250 second")], await outcomes);
        Assert.Equal(
            Encoding.ASCII.GetString(MimeWriter.ToBytes(First)) + ".\r\nMAIL FROM:<alerts@tipstaff.example>\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n",
            batch);
    }

    [Fact]
    public async Task SendAsync_NoPipelining_NothingRunsAhead()
    {
        var bothWait = new TaskCompletionSource();
        var behindTheDot = "";
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await bothWait.Task;
            await session.GreetAsync();
            await session.ExpectAsync("MAIL");
            await session.SayAsync("250 Ok");
            await session.ExpectAsync("RCPT");
            await session.SayAsync("250 Ok");
            await session.ExpectAsync("DATA");
            await session.SayAsync("354 go on");
            behindTheDot = (await session.ReadBatchAsync())[^5..];
            await session.SayAsync("250 Ok");
            await session.TakeMailAsync();
            await session.ExpectAsync("QUIT");
        });
        await using var mailer = Mailer.To(server.Port);

        var outcomes = Task.WhenAll(mailer.SendAsync(First, CancellationToken.None), mailer.SendAsync(Second, CancellationToken.None));
        bothWait.SetResult();

        Assert.All(await outcomes, outcome => Assert.IsType<SendOutcome.Accepted>(outcome));
        Assert.Equal("\r\n.\r\n", behindTheDot);
    }

    [Theory]
    [InlineData("503 5.5.1 no recipients", false)]
    [InlineData("354 go on", true)]
    public async Task SendAsync_RecipientRefused_NextMailIsSentAfterReset(string dataReply, bool wantsTheDot)
    {
        var bothWait = new TaskCompletionSource();
        await using var server = new ScriptedSmtpServer(async session =>
        {
            await bothWait.Task;
            await session.GreetAsync("PIPELINING");
            await session.ReadBatchAsync();
            await session.SayAsync("250 Ok", "550 5.1.1 unknown", dataReply);
            if (wantsTheDot)
            {
                Assert.Equal(".\r\n", await session.ReadBatchAsync());
                await session.SayAsync("554 5.5.1 no recipients");
            }

            Assert.Equal("RSET\r\nMAIL FROM:<alerts@tipstaff.example>\r\nRCPT TO:<bob@example.com>\r\nDATA\r\n", await session.ReadBatchAsync());
            await session.SayAsync("250 Ok", "250 Ok", "250 Ok", "354 go on");
            await session.ReadDataAsync();
            await session.SayAsync("250 Ok");
            await session.ExpectAsync("QUIT");
        });
        await using var mailer = Mailer.To(server.Port);

        var first = mailer.SendAsync(First, CancellationToken.None);
        var second = mailer.SendAsync(Second, CancellationToken.None);
        bothWait.SetResult();

        Assert.Equal(new SendOutcome.Refused("550 5.1.1 unknown", RefusalKind.DeadAddress), await first);
        Assert.IsType<SendOutcome.Accepted>(await second);
    }
}
