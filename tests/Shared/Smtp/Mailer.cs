using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Smtp;

/// <summary>A mailer towards a test's server.</summary>
internal static class Mailer
{
    public static SmtpOptions Options(int port, Action<SmtpOptions>? with = null)
    {
        var options = new SmtpOptions
        {
            Host = "localhost",
            Port = port,
            MaxConnections = 1,
            EhloName = "tipstaff.example",
            CommandTimeout = TimeSpan.FromSeconds(20),
            AcceptTimeout = TimeSpan.FromSeconds(20),
        };
        with?.Invoke(options);
        return options;
    }

    public static SmtpMailer To(int port, Action<SmtpOptions>? with = null, X509ChainPolicy? trust = null, TimeProvider? time = null) =>
        new(Options(port, with), time ?? TimeProvider.System, NullLogger<SmtpMailer>.Instance, trust ?? TestCertificate.Trust);

    /// <summary>Sends one mail through a mailer of its own to a server that follows the script.</summary>
    public static async Task<SendOutcome> SendAsync(
        Func<ScriptedSmtpSession, Task> script, Action<SmtpOptions>? with = null, OutgoingMail? mail = null, X509ChainPolicy? trust = null)
    {
        await using var server = new ScriptedSmtpServer(script);
        await using var mailer = To(server.Port, with, trust);
        return await mailer.SendAsync(mail ?? SomeMail.Of(), CancellationToken.None);
    }
}
