using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Tipstaff.Smtp;

/// <summary>The SMTP server that takes our mail, and how we speak to it.</summary>
public sealed class SmtpOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Smtp";

    /// <summary>The port for TLS from the first byte (RFC 8314).</summary>
    public const int ImplicitTlsPort = 465;

    /// <summary>Its name or address, and the name that its certificate must bear.</summary>
    [Required(ErrorMessage = "Smtp:Host is missing; name the mail server.")]
    [StringLength(253, ErrorMessage = "Smtp:Host is longer than the 253 characters of a host name.")]
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 25; 587 and 465 are usual for submission.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>When the connection is encrypted. Default: whenever the server offers it.</summary>
    [EnumDataType(typeof(SmtpSecurity), ErrorMessage = "Smtp:Security must be StartTlsWhenOffered, StartTlsRequired, ImplicitTls or None.")]
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTlsWhenOffered;

    /// <summary>Whom we sign in as; null for not at all. Sent only over TLS, or to this machine.</summary>
    [RegularExpression("[^\0]{1,256}", ErrorMessage = "Smtp:User must be 1 to 256 characters without NUL; leave it out to send without signing in.")]
    public string? User { get; set; }

    /// <summary>The password; set exactly when <see cref="User"/> is. From the environment, never from a file in the repository.</summary>
    [RegularExpression("[^\0]{1,1024}", ErrorMessage = "Smtp:Password must be 1 to 1024 characters without NUL.")]
    public string? Password { get; set; }

    /// <summary>How we name ourselves to the server: a host name, or an address in brackets. Default <c>[127.0.0.1]</c>.</summary>
    [Required(ErrorMessage = "Smtp:EhloName is empty; name this host.")]
    [RegularExpression(@"[A-Za-z0-9.\-:\[\]]{1,253}", ErrorMessage = "Smtp:EhloName must be a host name, or an address in brackets.")]
    public string EhloName { get; set; } = "[127.0.0.1]";

    /// <summary>How many connections at most, 1 to 100. Default 8; further ones open only while mail waits.</summary>
    [Range(1, 100)]
    public int MaxConnections { get; set; } = 8;

    /// <summary>After how many mails a connection is replaced. Default 1000.</summary>
    [Range(1, 1_000_000)]
    public int MailsPerConnection { get; set; } = 1000;

    /// <summary>How long connecting may take, name resolution included. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one answer may take. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long taking over a whole mail may take, from its first byte to the answer behind its last. Default 1 minute: giving up
    /// here leaves open whether the mail arrived, so that a second attempt may be a second copy.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan AcceptTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection is kept without mail. Default 30 seconds; servers allow about 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The section that these settings are of: <c>Smtp</c>, or <c>Smtp2</c> for a further server.</summary>
    internal string SectionName { get; set; } = Section;

    /// <summary>How the server is called in sentences: <c>mail.example.com:587</c>.</summary>
    internal string Endpoint => string.Create(CultureInfo.InvariantCulture, $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    /// <summary>Reads <c>HOST</c>, <c>HOST:PORT</c> or <c>[IPV6]:PORT</c>; port 465 means TLS from the first byte.</summary>
    public static bool TryParseEndpoint(string? text, [NotNullWhen(true)] out SmtpOptions? options)
    {
        options = null;
        if (text is null || text.Contains('@', StringComparison.Ordinal) || !Uri.TryCreate($"smtp://{text}", UriKind.Absolute, out var uri)
            || uri.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic || uri.PathAndQuery is not ("/" or "") || uri.Fragment is not ""
            || text.EndsWith('/') || uri.Port == 0)
        {
            return false;
        }

        options = new SmtpOptions { Host = uri.IdnHost };
        if (!uri.IsDefaultPort)
        {
            options.Port = uri.Port;
        }

        options.Security = options.Port == ImplicitTlsPort ? SmtpSecurity.ImplicitTls : options.Security;
        return true;
    }
}

/// <summary>When the connection is encrypted. The server's certificate is always checked, by name and by issuer.</summary>
public enum SmtpSecurity
{
    /// <summary>By STARTTLS where the server offers it, else in the clear.</summary>
    StartTlsWhenOffered,

    /// <summary>By STARTTLS; a server without it gets no mail.</summary>
    StartTlsRequired,

    /// <summary>From the first byte.</summary>
    ImplicitTls,

    /// <summary>Never: for a server on this machine.</summary>
    None,
}
