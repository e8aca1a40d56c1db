using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tipstaff.Smtp;

/// <summary>From nothing to a connection that may carry mail: greeting, EHLO, STARTTLS, AUTH.</summary>
internal sealed class SmtpOpening(SmtpOptions options, SmtpWire wire, X509ChainPolicy? trust)
{
    /// <summary>Opens a connection.</summary>
    /// <param name="options">The server.</param>
    /// <param name="time">Measures the limits.</param>
    /// <param name="trust">Whom to trust in place of the machine's own list; null for that list.</param>
    /// <param name="stopping">Abandons the attempt.</param>
    /// <exception cref="SmtpLostException">The server cannot be used now, and why.</exception>
    public static async Task<SmtpConnection> OpenAsync(SmtpOptions options, TimeProvider time, X509ChainPolicy? trust, CancellationToken stopping)
    {
        var wire = await SmtpWire.ConnectAsync(options, time, stopping);
        var isOpen = false;
        try
        {
            await using var abortion = stopping.UnsafeRegister(static wire => ((SmtpWire)wire!).Abort(), wire);
            var extensions = await new SmtpOpening(options, wire, trust).ShakeHandsAsync();
            isOpen = true;
            return new SmtpConnection(options, wire, extensions);
        }
        finally
        {
            if (!isOpen)
            {
                await wire.DisposeAsync();
            }
        }
    }

    /// <summary>Connects, hears the greeting and takes leave.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task LookAsync(SmtpOptions options, TimeProvider time, X509ChainPolicy? trust, CancellationToken stopping)
    {
        await using var wire = await SmtpWire.ConnectAsync(options, time, stopping);
        await using var abortion = stopping.UnsafeRegister(static wire => ((SmtpWire)wire!).Abort(), wire);
        await new SmtpOpening(options, wire, trust).HearGreetingAsync();
        Encoding.ASCII.GetBytes("QUIT\r\n", wire.Output);
        await wire.FlushAsync(options.CommandTimeout);
    }

    private async Task HearGreetingAsync()
    {
        if (options.Security is SmtpSecurity.ImplicitTls)
        {
            await EncryptAsync();
        }

        var greeting = await wire.ReadReplyAsync(options.CommandTimeout);
        if (greeting.Code != 220)
        {
            throw new SmtpLostException($"takes no mail now: {greeting.Quote()}");
        }
    }

    private async Task<SmtpExtensions> ShakeHandsAsync()
    {
        await HearGreetingAsync();
        var extensions = await GreetAsync();
        if (options.Security is SmtpSecurity.StartTlsRequired or SmtpSecurity.StartTlsWhenOffered)
        {
            if (extensions.StartTls)
            {
                await StartTlsAsync();
                extensions = await GreetAsync();
            }
            else if (options.Security is SmtpSecurity.StartTlsRequired)
            {
                throw new SmtpLostException($"offers no STARTTLS, which {options.SectionName}:Security requires");
            }
        }

        await SignInAsync(extensions);
        return extensions;
    }

    private async Task<SmtpExtensions> GreetAsync()
    {
        var reply = await AskAsync($"EHLO {options.EhloName}");
        if (reply.Code is >= 500)
        {
            var plain = await AskAsync($"HELO {options.EhloName}");
            return plain.IsPositive ? new SmtpExtensions() : throw new SmtpLostException($"does not take our greeting: {plain.Quote()}");
        }

        return reply.IsPositive ? SmtpExtensions.Of(reply) : throw new SmtpLostException($"does not take our greeting: {reply.Quote()}");
    }

    private async Task StartTlsAsync()
    {
        var reply = await AskAsync("STARTTLS");
        if (reply.Code != 220)
        {
            throw new SmtpLostException($"offers STARTTLS but does not start it: {reply.Quote()}");
        }

        // Whatever follows the answer in the clear was put there by somebody between us (CVE-2011-0411).
        if (wire.HasUnread)
        {
            throw new SmtpLostException("sends more in the clear behind its answer to STARTTLS; somebody may be tampering with the connection");
        }

        await EncryptAsync();
    }

    private Task EncryptAsync() => wire.EncryptAsync(
        new SslClientAuthenticationOptions { TargetHost = options.Host, CertificateChainPolicy = trust?.Clone() },
        options.CommandTimeout);

    private async Task SignInAsync(SmtpExtensions extensions)
    {
        if (options is not { User: { } user, Password: { } password })
        {
            return;
        }

        if (!wire.IsEncrypted && !wire.IsToThisMachine)
        {
            throw new SmtpLostException(
                string.Format(null, "would get the password in the clear; set {0}:Security to StartTlsRequired or ImplicitTls, or leave out {0}:User", options.SectionName));
        }

        SmtpReply reply;
        if (extensions.AuthPlain)
        {
            reply = await AskAsync($"AUTH PLAIN {Base64($"\0{user}\0{password}")}");
        }
        else if (extensions.AuthLogin)
        {
            reply = await AskAsync("AUTH LOGIN");
            reply = reply.Code == 334 ? await AskAsync(Base64(user)) : reply;
            reply = reply.Code == 334 ? await AskAsync(Base64(password)) : reply;
        }
        else
        {
            throw new SmtpLostException(string.Format(
                null, "offers neither AUTH PLAIN nor AUTH LOGIN; leave out {0}:User and {0}:Password, or correct {0}:Security", options.SectionName));
        }

        if (!reply.IsPositive)
        {
            throw new SmtpLostException($"does not let us sign in; check {options.SectionName}:User and {options.SectionName}:Password: {reply.Quote(user.Contains('@', StringComparison.Ordinal) ? user : $"{user}@")}");
        }
    }

    private async Task<SmtpReply> AskAsync(string command)
    {
        Encoding.UTF8.GetBytes(command, wire.Output);
        Encoding.UTF8.GetBytes("\r\n", wire.Output);
        await wire.FlushAsync(options.CommandTimeout);
        return await wire.ReadReplyAsync(options.CommandTimeout);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
