using Microsoft.Extensions.Options;
using Tipstaff.Smtp;

namespace Tipstaff.Tests.Shared.Smtp;

public sealed class SmtpOptionsTests
{
    [Theory]
    [InlineData("mail.example.com:587", "mail.example.com", 587, SmtpSecurity.StartTlsWhenOffered)]
    [InlineData("mail.example.com", "mail.example.com", 25, SmtpSecurity.StartTlsWhenOffered)]
    [InlineData("127.0.0.1:2525", "127.0.0.1", 2525, SmtpSecurity.StartTlsWhenOffered)]
    [InlineData("localhost:465", "localhost", 465, SmtpSecurity.ImplicitTls)]
    [InlineData("[::1]:2525", "::1", 2525, SmtpSecurity.StartTlsWhenOffered)]
    public void TryParseEndpoint_HostAndPort_AreRead(string text, string host, int port, SmtpSecurity security)
    {
        Assert.True(SmtpOptions.TryParseEndpoint(text, out var options));

        Assert.Equal((host, port, security), (options.Host, options.Port, options.Security));
        SmtpOptionsValidator.ThrowIfInvalid(options);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(":25")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:x")]
    [InlineData("user@host:25")]
    [InlineData("host:25/path")]
    [InlineData("host:25/")]
    [InlineData("host:25?q")]
    [InlineData("a host:25")]
    [InlineData("host\r\n:25")]
    public void TryParseEndpoint_AnythingElse_IsNone(string? text) => Assert.False(SmtpOptions.TryParseEndpoint(text, out _));

    [Fact]
    public void ThrowIfInvalid_Defaults_NeedOnlyTheHost()
    {
        var failures = Failures(_ => { }, host: "");

        Assert.Equal(["Smtp:Host is missing; name the mail server."], failures);
    }

    public static TheoryData<string, Action<SmtpOptions>> OutOfRange => new()
    {
        { "Smtp:Port", options => options.Port = 0 },
        { "Smtp:Security", options => options.Security = (SmtpSecurity)9 },
        { "Smtp:EhloName", options => options.EhloName = "a\r\nMAIL" },
        { "Smtp:MaxConnections", options => options.MaxConnections = 0 },
        { "Smtp:MailsPerConnection", options => options.MailsPerConnection = 0 },
        { "Smtp:ConnectTimeout", options => options.ConnectTimeout = TimeSpan.Zero },
        { "Smtp:CommandTimeout", options => options.CommandTimeout = TimeSpan.FromHours(1) },
        { "Smtp:AcceptTimeout", options => options.AcceptTimeout = TimeSpan.FromHours(1) },
        { "Smtp:IdleTimeout", options => options.IdleTimeout = TimeSpan.Zero },
        { "Smtp:User and Smtp:Password", options => options.User = "ada" },
        { "Smtp:User", options => (options.User, options.Password) = ("a\0b", "c") },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void ThrowIfInvalid_OneSettingOutOfRange_IsNamed(string setting, Action<SmtpOptions> change)
    {
        var failures = Failures(change);

        Assert.Contains(setting, Assert.Single(failures), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Failures(Action<SmtpOptions> change, string host = "mail.example.com")
    {
        var options = new SmtpOptions { Host = host };
        change(options);
        return Assert.Throws<OptionsValidationException>(() => SmtpOptionsValidator.ThrowIfInvalid(options)).Failures;
    }
}
