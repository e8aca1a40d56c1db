using Tipstaff.Mail;
using Tipstaff.Smtp;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>
/// A mail provider as one process sees it. <c>acs</c> honours idempotency keys; <c>smtp</c> is plain SMTP, where each accepted hand-over is
/// a delivered copy. Replies are SMTP's, read by the adapter's own verdict.
/// </summary>
internal sealed class SimulatedProvider(string name, bool honoursKeys, ServiceProcess process, SimulatedWorld world) : IMailProvider
{
    private static readonly SmtpOptions Server = new() { Host = "mail.example.com" };

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public string Name => name;

    public int MostAtOnce => 1_000;

    public TimeSpan LongestHandOver => honoursKeys ? TimeSpan.Zero : TimeSpan.FromMinutes(1.1);

    private FaultKind? Outage =>
        (world.Plan.Current(FaultKind.ProviderOutage, name, world.Now) ?? world.Plan.Current(FaultKind.ProviderOutage, "mail", world.Now))?.Manner;

    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<SendOutcome>();
        }

        cancellationToken.ThrowIfCancellationRequested();
        var begun = world.Now;
        var site = $"send.{name}";
        await process.WaitAsync(TimeSpan.FromMilliseconds(20 + (200 * world.Plan.Chance("sending", mail.Key.Value))));
        var fault = Outage ?? world.Plan.Draw(site, mail.Key.Value, world.Now, FaultWeather.MailAnswers);
        world.Count($"hand-overs to {name}");
        if (world.Plan.Current(FaultKind.MailboxGone, mail.To.Value, world.Now) is not null)
        {
            return SmtpVerdict.Of(new SmtpRefusal(SmtpStage.Recipient, new SmtpReply(550, "5.1.1 no such user")), Server, mail.To.Value);
        }

        switch (fault)
        {
            case FaultKind.CrashBefore:
                return await process.CrashAsync<SendOutcome>($"before {site}({mail.Key})");
            case FaultKind.MailTransient:
                return Verdict(451, "4.3.0 try again later", mail);
            case FaultKind.MailMailboxFull:
                return Verdict(552, "5.2.2 mailbox full", mail);
            case FaultKind.MailFinal:
                return Verdict(554, "5.7.1 looks like spam to us", mail);
            case FaultKind.MailClosing:
                return Verdict(421, "4.3.2 closing", mail);
            case FaultKind.MailUnreachable:
                await process.WaitAsync(TimeSpan.FromSeconds(5));
                return new SendOutcome.Unavailable("no connection");
            case FaultKind.MailSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(1 + (40 * world.Plan.Chance("slow", mail.Key.Value))));
                break;
        }

        world.Mailboxes.Take(name, honoursKeys, mail, process, begun);
        switch (fault)
        {
            case FaultKind.CrashAfter:
                return await process.CrashAsync<SendOutcome>($"after {site}({mail.Key})");
            case FaultKind.MailAcceptedThenSilent:
                world.Mailboxes.LoseReply(mail.MessageId);
                await process.WaitAsync(Silence);
                return new SendOutcome.Unknown("did not answer in time; it may have the mail");
            default:
                return Verdict(250, "2.0.0 taken", mail);
        }
    }

    public async Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<bool>();
        }

        await process.WaitAsync(TimeSpan.FromMilliseconds(20), cancellationToken);
        return (Outage ?? world.Plan.Draw($"upcheck.{name}", "", world.Now, FaultKind.MailUnreachable)) is FaultKind.None;
    }

    private SendOutcome Verdict(int code, string text, OutgoingMail mail)
    {
        world.Trace.Add($"{process.Name} {name} answers {code} to {mail.MessageId}");
        return SmtpVerdict.Of(new SmtpReply(code, text), Server, mail.To.Value);
    }
}
