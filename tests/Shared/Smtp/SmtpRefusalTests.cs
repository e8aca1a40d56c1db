using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpRefusalTests
{
    [Theory]
    [InlineData("MAIL", "451 4.3.0 later", RefusalKind.Transient)]
    [InlineData("MAIL", "552 5.3.4 too big for us", RefusalKind.ThisProvider)]
    [InlineData("RCPT", "550 5.1.1 no such user", RefusalKind.DeadAddress)]
    [InlineData("RCPT", "550 no such user", RefusalKind.DoubtfulAddress)]
    [InlineData("RCPT", "550 relay not permitted", RefusalKind.ThisProvider)]
    [InlineData("RCPT", "553 sorry that domain is not in my list of allowed rcpthosts #5.7.1", RefusalKind.ThisProvider)]
    [InlineData("RCPT", "450 4.2.0 greylisted", RefusalKind.Transient)]
    [InlineData("RCPT", "552 mailbox full", RefusalKind.FullMailbox)]
    [InlineData("RCPT", "550 4.7.1 class four after all", RefusalKind.Transient)]
    [InlineData("DATA", "554 5.5.1 no", RefusalKind.ThisProvider)]
    [InlineData("DATA", "452 4.3.1 disk full", RefusalKind.Transient)]
    [InlineData(".", "554 5.7.1 spam", RefusalKind.ThisProvider)]
    [InlineData(".", "550 5.6.0 malformed", RefusalKind.ThisMail)]
    [InlineData(".", "451 4.3.0 try again", RefusalKind.Transient)]
    public async Task SendAsync_Refused_SaysOfWhat(string at, string reply, RefusalKind kind)
    {
        var plain = await Mailer.SendAsync(session => RefuseAsync(session, at, reply));
        var pipelined = await Mailer.SendAsync(session => RefuseAsync(session, at, reply, "PIPELINING"));

        Assert.Equal(new SendOutcome.Refused(reply, kind), plain);
        Assert.Equal(new SendOutcome.Refused(reply, kind), pipelined);
    }

    [Fact]
    public async Task SendAsync_SenderRefused_IsUnavailableAndNamesTheSetting()
    {
        var plain = await Mailer.SendAsync(session => RefuseAsync(session, "MAIL", "550 5.7.1 we do not like you"));
        var pipelined = await Mailer.SendAsync(session => RefuseAsync(session, "MAIL", "550 5.7.1 we do not like you", "PIPELINING"));

        Assert.Contains("Mail:From", Assert.IsType<SendOutcome.Unavailable>(plain).Reason, StringComparison.Ordinal);
        Assert.Contains("550 5.7.1", Assert.IsType<SendOutcome.Unavailable>(pipelined).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData(".")]
    public async Task SendAsync_ServerCloses_IsUnavailable(string at)
    {
        var outcome = await Mailer.SendAsync(session => RefuseAsync(session, at, "421 4.3.2 shutting down"));

        var reason = Assert.IsType<SendOutcome.Unavailable>(outcome).Reason;
        Assert.EndsWith("is closing: 421 4.3.2 shutting down", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_ServerWantsUsToSignIn_NamesTheSettings()
    {
        var outcome = await Mailer.SendAsync(session => RefuseAsync(session, "MAIL", "530 5.7.0 Authentication required"));

        Assert.Contains("Smtp:User", Assert.IsType<SendOutcome.Unavailable>(outcome).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("550 5.1.1 <ada@example.com>: Recipient address rejected", "550 5.1.1 *** : Recipient address rejected")]
    [InlineData("550 5.1.1 user ADA: unknown, see postmaster@example.net", "550 5.1.1 user *** unknown see ***")]
    [InlineData("550 ada=example.com is unknown", "550 *** is unknown")]
    public async Task SendAsync_ReplyWithAddress_IsQuotedWithoutIt(string reply, string reason)
    {
        var outcome = await Mailer.SendAsync(session => RefuseAsync(session, "RCPT", reply));

        Assert.Equal(reason, Assert.IsType<SendOutcome.Refused>(outcome).Reason);
    }

    [Fact]
    public async Task SendAsync_LongReplyWithControls_IsQuotedShortAndClean()
    {
        var outcome = await Mailer.SendAsync(session => RefuseAsync(session, "RCPT", "550 \u001b[31m" + string.Concat(Enumerable.Repeat("word ", 300))));

        var reason = Assert.IsType<SendOutcome.Refused>(outcome).Reason;
        Assert.True(reason.Length < 400, $"{reason.Length} characters");
        Assert.DoesNotContain(reason, char.IsControl);
    }

    private static async Task RefuseAsync(ScriptedSmtpSession session, string at, string reply, params string[] extensions)
    {
        await session.GreetAsync(extensions);
        foreach (var command in new[] { "MAIL", "RCPT", "DATA" })
        {
            await session.ExpectAsync(command);
            var refusesEarlier = (at, command) is ("MAIL", not "MAIL") or ("RCPT", "DATA");
            await session.SayAsync(at == command ? reply : refusesEarlier ? "503 5.5.1 bad sequence" : command == "DATA" ? "354 go on" : "250 Ok");
            if (extensions is [] && at == command)
            {
                return;
            }
        }

        if (at == ".")
        {
            await session.ReadDataAsync();
            await session.SayAsync(reply);
        }

        await session.ExpectAsync("QUIT");
    }
}
