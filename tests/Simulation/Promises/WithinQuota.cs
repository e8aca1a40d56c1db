using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Cloud.Mail;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Of the Azure head: all instances together keep within the quota that the settings name, so that the service turns none of their mails down.</summary>
internal static class WithinQuota
{
    public static IEnumerable<string> Check(SimulatedWorld world, EmailService email, AcsAccount account)
    {
        world.Count("mails over the quota of acs", email.Quota.TurnedDown);
        // By other clocks, and for a request that was long on its way, the service's minute is another than ours.
        if (account.IsAsSaid && email.Quota.TurnedDown > 0 && world.ClockSpread == TimeSpan.Zero && !world.Plan.Injected.Exists(fault => fault.Kind is FaultKind.AcsSlow))
        {
            yield return $"Q: acs turned down {email.Quota.TurnedDown} mails over its quota of {account.PerMinute} a minute and {account.PerHour} an hour, which the settings name";
        }
    }
}
