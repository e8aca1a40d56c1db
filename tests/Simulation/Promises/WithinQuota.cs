using Tipstaff.Tests.Simulation.Cloud.Mail;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Of the Azure head: all instances together hand over no more mails to Communication Email than the settings say that its account may send.</summary>
internal static class WithinQuota
{
    /// <param name="world">The day.</param>
    /// <param name="sends">When mails were handed over, in order, taken or not.</param>
    /// <param name="account">What the settings say.</param>
    public static IEnumerable<string> Check(SimulatedWorld world, IReadOnlyList<DateTimeOffset> sends, AcsAccount account) =>
    [
        .. Over(sends, account.SaidPerMinute, TimeSpan.FromMinutes(1) - Apart(world)),
        .. Over(sends, account.SaidPerHour, TimeSpan.FromHours(1) - Apart(world)),
    ];

    // A window by one instance's clock ends earlier by another's.
    private static TimeSpan Apart(SimulatedWorld world) => world.ClockSpread + TimeSpan.FromSeconds(2);

    private static IEnumerable<string> Over(IReadOnlyList<DateTimeOffset> sends, int limit, TimeSpan window)
    {
        for (var n = limit; n < sends.Count; n++)
        {
            if (sends[n] - sends[n - limit] < window)
            {
                yield return $"Q: {limit + 1} mails were handed to acs between {sends[n - limit]:u} and {sends[n]:u}, of which the settings allow {limit} in that time";
                break;
            }
        }
    }
}
