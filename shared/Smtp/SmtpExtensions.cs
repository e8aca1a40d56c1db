using System.Globalization;

namespace Tipstaff.Smtp;

/// <summary>What a server offers beyond RFC 821; by default nothing.</summary>
internal sealed record SmtpExtensions
{
    public bool Pipelining { get; private init; }

    public bool EightBitMime { get; private init; }

    public bool SmtpUtf8 { get; private init; }

    public bool StartTls { get; private init; }

    public bool AuthPlain { get; private init; }

    public bool AuthLogin { get; private init; }

    /// <summary>Whether the size of a mail may be declared.</summary>
    public bool Size { get; private init; }

    /// <summary>The longest mail that it takes, in bytes; null for no stated limit.</summary>
    public long? MaxBytes { get; private init; }

    /// <summary>Reads the answer to EHLO, whose first line is the server's name.</summary>
    public static SmtpExtensions Of(SmtpReply reply) =>
        reply.Text.Split('\n').Skip(1).Aggregate(new SmtpExtensions(), static (known, line) => known.With(line));

    private SmtpExtensions With(string line)
    {
        // AUTH=PLAIN is how servers before RFC 2554 said it.
        var words = line.Trim().ToUpperInvariant().Split([' ', '='], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            ["PIPELINING", ..] => this with { Pipelining = true },
            ["8BITMIME", ..] => this with { EightBitMime = true },
            ["SMTPUTF8", ..] => this with { SmtpUtf8 = true },
            ["STARTTLS", ..] => this with { StartTls = true },
            ["SIZE", ..] => this with { Size = true, MaxBytes = words is [_, var max, ..] ? Limit(max) : null },
            ["AUTH", .. var ways] => this with { AuthPlain = AuthPlain || ways.Contains("PLAIN"), AuthLogin = AuthLogin || ways.Contains("LOGIN") },
            _ => this,
        };
    }

    // 0 says that there is no fixed limit (RFC 1870).
    private static long? Limit(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes > 0 ? bytes : null;
}
