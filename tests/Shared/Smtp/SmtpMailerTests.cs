using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpMailerTests
{
    [Fact]
    public async Task SendAsync_PlainServer_GetsEnvelopeAndMail()
    {
        var got = new List<string>();
        var mail = SomeMail.Of();

        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync();
                got.Add(await session.ExpectAsync("MAIL"));
                await session.SayAsync("250 Ok");
                got.Add(await session.ExpectAsync("RCPT"));
                await session.SayAsync("250 Ok");
                got.Add(await session.ExpectAsync("DATA"));
                await session.SayAsync("354 go on");
                got.Add(await session.ReadDataAsync());
                await session.SayAsync("250 2.0.0 Ok: queued as 4711");
                await session.ExpectAsync("QUIT");
                await session.SayAsync("221 bye");
            },
            mail: mail);

        Assert.Equal(new SendOutcome.Accepted("250 2.0.0 Ok: queued as 4711"), outcome);
        Assert.Equal(
            ["MAIL FROM:<alerts@tipstaff.example>", "RCPT TO:<ada@example.com>", "DATA", System.Text.Encoding.ASCII.GetString(MimeWriter.ToBytes(mail))],
            got);
    }

    [Fact]
    public async Task SendAsync_ServerWithoutEhlo_IsGreetedWithHelo()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.SayAsync("220 old");
            await session.ExpectAsync("EHLO tipstaff.example");
            await session.SayAsync("502 5.5.1 what?");
            await session.ExpectAsync("HELO tipstaff.example");
            await session.SayAsync("250 old");
            await session.TakeMailAsync();
        });

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }

    [Fact]
    public async Task SendAsync_MultilineReplies_AreReadWhole()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.SayRawAsync("220-welcome\r\n220-to\r\n220 this\n");
            await session.ShakeHandsAsync("PIPELINING", "HELP");
            await session.ReadBatchAsync();
            await session.SayAsync("250-2.1.0 a", "250 2.1.0 b", "250 2.1.5 Ok", "354 go on");
            await session.ReadDataAsync();
            await session.SayAsync("250-2.0.0 first", "250 2.0.0 second");
        });

        Assert.Equal(new SendOutcome.Accepted("250 2.0.0 first 2.0.0 second"), outcome);
    }

    [Fact]
    public async Task SendAsync_LinesThatBeginWithADot_ArriveDoubled()
    {
        var data = "";

        await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync();
                data = await session.TakeMailAsync();
            },
            mail: SomeMail.Of(text: ".\n..\n.hidden\n"));

        Assert.Contains("\r\n..\r\n...\r\n..hidden\r\n", data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_InternationalAddress_IsDeclared()
    {
        var sender = "";

        await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("8BITMIME", "SMTPUTF8", "SIZE");
                sender = await session.ExpectAsync("MAIL");
                await session.SayAsync("250 Ok");
                await session.ExpectAsync("RCPT TO:<jörg@example.com>");
            },
            mail: SomeMail.Of(to: "jörg@example.com"));

        Assert.Matches("^MAIL FROM:<alerts@tipstaff.example> SIZE=[0-9]+ BODY=8BITMIME SMTPUTF8$", sender);
    }

    [Fact]
    public async Task SendAsync_InternationalAddressServerWithoutSmtpUtf8_IsRefusedByThisProvider()
    {
        var outcome = await Mailer.SendAsync(session => session.GreetAsync("8BITMIME"), mail: SomeMail.Of(to: "jörg@example.com"));

        var refused = Assert.IsType<SendOutcome.Refused>(outcome);
        Assert.Equal(RefusalKind.ThisProvider, refused.Kind);
        Assert.Contains("SMTPUTF8", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AsciiMail_DeclaresOnlyItsSize()
    {
        var sender = "";
        var mail = SomeMail.Of();

        await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("8BITMIME", "SMTPUTF8", "SIZE 100000");
                sender = await session.ExpectAsync("MAIL");
            },
            mail: mail);

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"MAIL FROM:<alerts@tipstaff.example> SIZE={MimeWriter.ToBytes(mail).Length}"), sender);
    }

    [Fact]
    public async Task SendAsync_LongerThanTheServerTakes_IsRefusedByThisProviderAndNotOffered()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.GreetAsync("SIZE 100");
            await session.ExpectAsync("QUIT");
        });

        Assert.Equal(RefusalKind.ThisProvider, Assert.IsType<SendOutcome.Refused>(outcome).Kind);
    }

    [Fact]
    public async Task SendAsync_NobodyListens_IsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var mailer = Mailer.To(port);

        var outcome = await mailer.SendAsync(SomeMail.Of(), CancellationToken.None);

        Assert.Contains($"localhost:{port} cannot be reached", Assert.IsType<SendOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_MailThatCannotBeWritten_ThrowsAndHarmsNoOther()
    {
        await using var server = new LoopbackSmtpServer();
        await using var mailer = Mailer.To(server.Port);

        var bad = mailer.SendAsync(SomeMail.Of(1, headers: ("Bad Name", "x")), CancellationToken.None);
        var good = mailer.SendAsync(SomeMail.Of(2), CancellationToken.None);

        await Assert.ThrowsAsync<ArgumentException>(() => bad);
        Assert.IsType<SendOutcome.Accepted>(await good);
    }
}
