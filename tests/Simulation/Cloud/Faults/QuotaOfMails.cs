using Tipstaff.Mail;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>A provider whose account has a quota: now and then it is used up, and the mail is held until there is some again.</summary>
internal sealed class QuotaOfMails(IMailProvider provider, ServiceProcess process, SimulatedWorld world) : IMailProvider
{
    public string Name => provider.Name;

    public int MostAtOnce => provider.MostAtOnce;

    public TimeSpan LongestHandOver => provider.LongestHandOver;

    public Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) =>
        world.Plan.Draw("quota", Name, world.Now, FaultKind.MailQuota) is FaultKind.MailQuota
            ? Task.FromResult<SendOutcome>(new SendOutcome.Held(
                "the quota is used up", process.Clock.GetUtcNow() + TimeSpan.FromSeconds(10 + (600 * world.Plan.Chance("quota", mail.Key.Value)))))
            : provider.SendAsync(mail, cancellationToken);

    public Task<bool> UpcheckAsync(CancellationToken cancellationToken) => provider.UpcheckAsync(cancellationToken);
}
