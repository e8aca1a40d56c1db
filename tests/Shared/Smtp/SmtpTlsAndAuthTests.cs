using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpTlsAndAuthTests
{
    private static readonly string Plain = Base64("\0ada\0sesame ü");

    [Theory]
    [InlineData(SmtpSecurity.StartTlsRequired)]
    [InlineData(SmtpSecurity.StartTlsWhenOffered)]
    public async Task SendAsync_StartTls_GoesOnEncryptedAndGreetsAgain(SmtpSecurity security)
    {
        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await StartTlsAsync(session);
                await session.ShakeHandsAsync();
                await session.TakeMailAsync();
            },
            options => options.Security = security);

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }

    [Fact]
    public async Task SendAsync_ImplicitTls_IsEncryptedFromTheFirstByte()
    {
        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.EncryptAsync(TestCertificate.Localhost);
                await session.GreetAsync("PIPELINING");
                await session.TakeMailAsync();
            },
            options => options.Security = SmtpSecurity.ImplicitTls);

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }

    [Fact]
    public async Task SendAsync_NoTlsWanted_LeavesStartTlsAlone()
    {
        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("STARTTLS");
                await session.TakeMailAsync();
            },
            options => options.Security = SmtpSecurity.None);

        Assert.IsType<SendOutcome.Accepted>(outcome);
    }

    [Fact]
    public async Task SendAsync_StartTlsRequiredButAbsent_IsUnavailable()
    {
        var outcome = await Mailer.SendAsync(session => session.GreetAsync(), options => options.Security = SmtpSecurity.StartTlsRequired);

        Assert.Contains("offers no STARTTLS", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_StartTlsOfferedButRefused_DoesNotGoOnInTheClear()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.GreetAsync("STARTTLS");
            await session.ExpectAsync("STARTTLS");
            await session.SayAsync("454 4.7.0 not now");
            await session.StallAsync();
        });

        Assert.Contains("454 4.7.0 not now", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AnswersInTheClearBehindStartTls_AreNotTrusted()
    {
        var outcome = await Mailer.SendAsync(async session =>
        {
            await session.GreetAsync("STARTTLS");
            await session.ExpectAsync("STARTTLS");
            await session.SayAsync("220 go on", "250 injected");
            await session.StallAsync();
        });

        Assert.Contains("tampering", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_CertificateOfNobodyWeTrust_IsUnavailable()
    {
        using var stranger = TestCertificate.Make("localhost");

        var outcome = await Mailer.SendAsync(session => StartTlsAsync(session), trust: TestCertificate.TrustIn(stranger));

        Assert.Contains("no TLS that can be trusted", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_CertificateOfAnotherHost_IsUnavailable()
    {
        using var other = TestCertificate.Make("mail.example.net");

        var outcome = await Mailer.SendAsync(session => StartTlsAsync(session, other), trust: TestCertificate.TrustIn(other));

        Assert.Contains("RemoteCertificateNameMismatch", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_AuthPlain_SignsInWithUtf8()
    {
        var line = "";

        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("AUTH LOGIN PLAIN CRAM-MD5");
                line = await session.ReadLineAsync();
                await session.SayAsync("235 2.7.0 welcome");
                await session.TakeMailAsync();
            },
            SignIn);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal($"AUTH PLAIN {Plain}", line);
    }

    [Fact]
    public async Task SendAsync_AuthLogin_AnswersBothPrompts()
    {
        var lines = new List<string>();

        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("AUTH=LOGIN");
                lines.Add(await session.ReadLineAsync());
                await session.SayAsync("334 VXNlcm5hbWU6");
                lines.Add(await session.ReadLineAsync());
                await session.SayAsync("334 UGFzc3dvcmQ6");
                lines.Add(await session.ReadLineAsync());
                await session.SayAsync("235 welcome");
                await session.TakeMailAsync();
            },
            SignIn);

        Assert.IsType<SendOutcome.Accepted>(outcome);
        Assert.Equal(["AUTH LOGIN", Base64("ada"), Base64("sesame ü")], lines);
    }

    [Theory]
    [InlineData("535 5.7.8 wrong for ada")]
    [InlineData("454 4.7.0 later")]
    public async Task SendAsync_SignInRefused_NamesTheSettings(string reply)
    {
        var outcome = await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("AUTH PLAIN");
                await session.ReadLineAsync();
                await session.SayAsync(reply);
            },
            SignIn);

        Assert.Contains("check Smtp:User and Smtp:Password", Reason(outcome), StringComparison.Ordinal);
        Assert.DoesNotContain("ada", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoWayToSignIn_NamesTheSettings()
    {
        var outcome = await Mailer.SendAsync(session => session.GreetAsync("AUTH CRAM-MD5"), SignIn);

        Assert.Contains("neither AUTH PLAIN nor AUTH LOGIN", Reason(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_SignInInTheClearToAnotherMachine_IsNotDone()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .FirstOrDefault(address => address.AddressFamily is AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        Assert.SkipWhen(own is null, "This machine has no address but loopback.");
        var spoken = "";
        await using var server = new ScriptedSmtpServer(own, async session =>
        {
            await session.GreetAsync("AUTH PLAIN LOGIN");
            spoken = await session.ReadLineAsync();
        });
        await using var mailer = Mailer.To(server.Port, options =>
        {
            SignIn(options);
            options.Host = own.ToString();
        });

        var outcome = await mailer.SendAsync(SomeMail.Of(), CancellationToken.None);

        Assert.Contains("would get the password in the clear", Reason(outcome), StringComparison.Ordinal);
        Assert.Equal("", spoken);
    }

    [Fact]
    public async Task SendAsync_CapabilitiesBeforeTls_AreForgotten()
    {
        var line = "";

        await Mailer.SendAsync(
            async session =>
            {
                await session.GreetAsync("STARTTLS", "AUTH PLAIN", "PIPELINING");
                await session.ExpectAsync("STARTTLS");
                await session.SayAsync("220 go on");
                await session.EncryptAsync(TestCertificate.Localhost);
                await session.ShakeHandsAsync("AUTH LOGIN");
                line = await session.ReadLineAsync();
            },
            SignIn);

        Assert.Equal("AUTH LOGIN", line);
    }

    private static void SignIn(SmtpOptions options) => (options.User, options.Password) = ("ada", "sesame ü");

    private static async Task StartTlsAsync(ScriptedSmtpSession session, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate = null)
    {
        await session.GreetAsync("STARTTLS", "PIPELINING");
        await session.ExpectAsync("STARTTLS");
        await session.SayAsync("220 go on");
        await session.EncryptAsync(certificate ?? TestCertificate.Localhost);
    }

    private static string Reason(SendOutcome outcome) => Assert.IsType<SendOutcome.Unavailable>(outcome).Reason;

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
