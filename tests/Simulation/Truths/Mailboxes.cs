using Tipstaff.Mail;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Truths;

/// <summary>A mail as it came into somebody's mailbox.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Provider">Who brought it.</param>
/// <param name="Begun">When its hand-over began.</param>
/// <param name="At">When the provider had taken it, and so it was there.</param>
/// <param name="IsTurnedBack">Whether it came to nobody: its provider took it, could not deliver it, and says so by a report.</param>
internal sealed record Arrival(OutgoingMail Mail, string Provider, DateTimeOffset Begun, DateTimeOffset At, bool IsTurnedBack = false);

/// <summary>A report that nobody reads mail at an address, as the service took it.</summary>
/// <param name="To">The address.</param>
/// <param name="BouncedAt">When its mail bounced.</param>
/// <param name="At">When the service had taken the report.</param>
internal sealed record BounceReport(string To, DateTimeOffset BouncedAt, DateTimeOffset At);

/// <summary>What everybody got: the truth of the subscribers.</summary>
internal sealed class Mailboxes(SimulatedWorld world)
{
    private readonly Dictionary<(string Provider, string Key), string> _known = [];
    private readonly Dictionary<string, (string Process, string Key)> _unrecorded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _excused = new(StringComparer.Ordinal);

    /// <summary>All mails, in the order of their coming.</summary>
    public List<Arrival> Received { get; } = [];

    /// <summary>Reports of bounces, in the order of their coming.</summary>
    public List<BounceReport> Bounces { get; } = [];

    /// <summary>Mails of which the service took a report.</summary>
    public HashSet<string> ReportedMails { get; } = new(StringComparer.Ordinal);

    /// <summary>A provider took a mail.</summary>
    public void Take(string provider, bool honoursKeys, OutgoingMail mail, ServiceProcess process, DateTimeOffset begun, bool isTurnedBack = false)
    {
        world.Trace.Add($"{process.Name} {provider} takes {mail.MessageId}{(isTurnedBack ? " in vain" : "")}");
        if (honoursKeys && !_known.TryAdd((provider, mail.Key.Value), mail.Html))
        {
            if (provider is SimulatedReceivers.Name && _known[(provider, mail.Key.Value)] != mail.Html)
            {
                world.Truth.Bug($"{mail.MessageId} came again with another body");
            }

            world.Count("hand-overs that a key made a no-op");
            return;
        }

        _unrecorded[mail.MessageId] = (process.Name, mail.Key.Value);
        var received = new Arrival(mail, provider, begun, world.Now, isTurnedBack);
        Received.Add(received);
        if (isTurnedBack)
        {
            world.Count("mails that were taken and turned back");
            return;
        }

        world.People.Receive(received);
    }

    /// <summary>The service took a report of what became of a mail.</summary>
    public void Reported(string to, string messageId, DateTimeOffset at, bool isBounce)
    {
        ReportedMails.Add(messageId);
        if (isBounce)
        {
            Bounces.Add(new BounceReport(to, at, world.Now));
        }
    }

    /// <summary>The answer to a mail that was taken got lost: the sender cannot know, and a further copy is excused.</summary>
    public void LoseReply(string messageId) => Excuse(messageId, "replies lost after acceptance");

    /// <summary>A process died: what it had handed over and not recorded may be sent again.</summary>
    public void Died(ServiceProcess process)
    {
        foreach (var (messageId, _) in _unrecorded.Where(one => one.Value.Process == process.Name).ToList())
        {
            Excuse(messageId, "crashes between reply and record");
        }
    }

    /// <summary>What was taken is written down.</summary>
    public void Recorded(string key)
    {
        foreach (var (messageId, _) in _unrecorded.Where(one => one.Value.Key == key).ToList())
        {
            _unrecorded.Remove(messageId);
        }
    }

    /// <summary>How many further copies of a mail product.md allows, by what happened to it.</summary>
    public int Excused(string messageId) => _excused.GetValueOrDefault(messageId);

    private void Excuse(string messageId, string why)
    {
        _unrecorded.Remove(messageId);
        _excused[messageId] = _excused.GetValueOrDefault(messageId) + 1;
        world.Count(why);
    }
}
