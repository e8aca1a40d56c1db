using Tipstaff.Courthouse;

namespace Tipstaff.Tests.Support;

/// <summary>Chooses by a seed what goes wrong with which mail.</summary>
/// <param name="seed">The same choices again.</param>
/// <param name="share">For which part of the mails, from 0 to 1.</param>
internal sealed class SmtpFaults(int seed, double share)
{
    private static readonly SmtpFault[] Kinds = [.. Enum.GetValues<SmtpFault>().Where(fault => fault is not SmtpFault.None)];

    private readonly Lock _lock = new();
    private readonly SeededRandom _random = new(seed, "smtp");
    private readonly Dictionary<SmtpFault, int> _counts = [];

    /// <summary>Whether anything goes wrong at present.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>How long a stall takes.</summary>
    public TimeSpan StallFor { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How often which fault was chosen.</summary>
    public string Counts
    {
        get
        {
            lock (_lock)
            {
                return string.Join(", ", _counts.OrderBy(count => count.Key).Select(count => $"{count.Key} {count.Value}"));
            }
        }
    }

    /// <summary>The fault of the next mail.</summary>
    public SmtpFault Next()
    {
        lock (_lock)
        {
            if (!IsOn || !_random.Chance(share))
            {
                return SmtpFault.None;
            }

            var fault = _random.Pick(Kinds);
            _counts[fault] = _counts.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }
}

/// <summary>What a mail server does to a mail.</summary>
internal enum SmtpFault
{
    /// <summary>Takes it.</summary>
    None,

    /// <summary>Answers RCPT with 451.</summary>
    RefuseRecipient,

    /// <summary>Answers 452 behind the mail's last line.</summary>
    RefuseMail,

    /// <summary>Says nothing for a while before it lets the mail come.</summary>
    StallBeforeData,

    /// <summary>Has the mail, and says so after a while.</summary>
    StallBeforeReply,

    /// <summary>Breaks the connection at DATA.</summary>
    DropBeforeData,

    /// <summary>Breaks the connection behind the mail, of which nothing is kept.</summary>
    DropMail,

    /// <summary>Keeps the mail and breaks the connection without a word.</summary>
    DropReply,
}
