using Tipstaff.AzureHarness;
using Tipstaff.Courthouse;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Cloud.Faults;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Mail;

/// <summary>Communication Email between the app and everybody's mailbox: what its account may send, what becomes of a mail, and who is told of it.</summary>
internal sealed class CommunicationEmail(SimulatedWorld world, CloudHead head, EmailFaults faults)
{
    private readonly EventGrid _events = new(world, head);

    /// <summary>The account.</summary>
    public AcsAccount Account { get; } = AcsAccount.Of(world.Seed);

    /// <summary>Before the first instance begins.</summary>
    public void Arrange()
    {
        var email = head.Cloud.Email;
        (email.Quota.PerMinute, email.Quota.PerHour) = (Account.PerMinute, Account.PerHour);
        email.DeduplicatesOperationIds = Account.DeduplicatesOperationIds;
        email.RefusesSuppressedAtOnce = Account.RefusesSuppressedAtOnce;
        email.Fate = FateOf;
        email.LongHandOver = mail => Is("acs hand-over", mail.Recipient, FaultKind.AcsLongHandOver)
            ? TimeSpan.FromSeconds(3 + (60 * world.Plan.Chance("acs hand-over time", mail.Recipient)))
            : null;
        email.OnTaken = Take;
        email.OnKnown = _ => world.Count("hand-overs that a key made a no-op");
    }

    private DeliveryFate FateOf(SentMail mail) =>
        world.Plan.Current(FaultKind.MailboxGone, mail.Recipient, world.Now) is not null ? new DeliveryFate("Bounced", "550 5.1.1 no such user")
        : Is("acs gave up", mail.Recipient, FaultKind.AcsGaveUp) ? new DeliveryFate("Failed", "", "EmailDropped")
        : Is("acs turned back", mail.Recipient, FaultKind.AcsTurnedBack) ? TurnedBack(mail)
        : DeliveryFate.Delivered;

    // Nothing that says of the address that it is dead.
    private DeliveryFate TurnedBack(SentMail mail) => (int)(3 * world.Plan.Chance("acs turned back as", mail.Recipient)) switch
    {
        0 => new DeliveryFate("Failed", "452 4.2.2 mailbox full"),
        1 => new DeliveryFate("FilteredSpam", "it looks like spam to us"),
        _ => new DeliveryFate("Quarantined"),
    };

    private void Take(SentMail mail)
    {
        var process = head.Find(mail.Instance)!;
        var came = mail.Fate.Status == DeliveryFate.Delivered.Status;
        world.Mailboxes.Take(
            EmailFaults.Provider, honoursKeys: false, Read(mail), process, faults.Taken(mail), isTurnedBack: !came);
        _events.Tell(mail);
    }

    private bool Is(string site, string key, FaultKind kind) => world.Plan.Draw(site, key, world.Now, kind) == kind;

    private static OutgoingMail Read(SentMail mail) => new()
    {
        Key = AcsMail.KeyOf(mail.OperationId) ?? throw new InvalidOperationException($"No message of ours has the operation id {mail.OperationId}."),
        From = EmailAddress.Parse(mail.Sender),
        FromName = "",
        To = EmailAddress.Parse(mail.Recipient),
        Subject = mail.Subject,
        Date = mail.At,
        MessageId = mail.InternetMessageId.Trim('<', '>'),
        Text = mail.PlainText ?? "",
        Html = mail.Html ?? "",
    };
}

/// <summary>An account with Communication Services, and what the app's settings say of it.</summary>
/// <param name="PerMinute">How many mails it may really send a minute.</param>
/// <param name="PerHour">How many an hour.</param>
/// <param name="SaidPerMinute">What the settings say.</param>
/// <param name="SaidPerHour">What the settings say.</param>
/// <param name="DeduplicatesOperationIds">Whether a second send under a known operation id changes nothing, of which the documentation is silent.</param>
/// <param name="RefusesSuppressedAtOnce">Whether a mail to a suppressed address is refused at once, or fails later.</param>
internal sealed record AcsAccount(
    int PerMinute, int PerHour, int SaidPerMinute, int SaidPerHour, bool DeduplicatesOperationIds, bool RefusesSuppressedAtOnce)
{
    // Mails are few on a simulated day: quotas that bite must be small.
    private static readonly (int PerMinute, int PerHour)[] Quotas = [(30, 100), (5, 20), (3, 10), (2, 5)];

    /// <summary>The account of a seed.</summary>
    public static AcsAccount Of(int seed)
    {
        var random = new SeededRandom(seed, "acs account");
        var said = random.Pick(Quotas);
        var isLess = random.Chance(0.35);
        return new AcsAccount(
            isLess ? (said.PerMinute + 1) / 2 : said.PerMinute,
            isLess ? (said.PerHour + 1) / 2 : said.PerHour,
            said.PerMinute,
            said.PerHour,
            random.Chance(0.5),
            random.Chance(0.3));
    }
}
