using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Truths;

/// <summary>Looks for checks that begin after their time though nothing but another court's trouble can have held them up.</summary>
internal sealed class LateChecks(SimulatedWorld world)
{
    // A clock that is set and another process's checks change what is due while our loop sleeps: such days are not looked at.
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(8);

    // Listing the courts, and what a store in trouble holds up.
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StoreTrouble = TimeSpan.FromMinutes(10);

    private readonly Dictionary<(string Process, CourtId Court), DateTimeOffset> _watched = [];
    private readonly HashSet<(string Process, CourtId Court)> _begun = [];
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Found => _found;

    /// <summary>A process finds that somebody follows a court, and checks it from now on.</summary>
    public void Watch(ServiceProcess process, CourtId court) => _watched[(process.Name, court)] = world.Now;

    /// <summary>A check begins; its first request is looked at.</summary>
    public void Begin(ServiceProcess process, CourtId court) => _begun.Add((process.Name, court));

    /// <summary>A court is being asked now.</summary>
    public void Look(ServiceProcess process, CourtId court)
    {
        var now = world.Now;
        if (!_begun.Remove((process.Name, court))
            || !_watched.TryGetValue((process.Name, court), out var since)
            || now < since + Settling
            || world.Stored.FindCourt(court) is not { } state
            || world.Plan.Spans.Any(span => span.Kind is FaultKind.ClockStep or FaultKind.SecondInstance)
            || world.Plan.Injected.FindLast(fault => IsOfTheStore(fault.Kind))?.At > now - StoreTrouble)
        {
            return;
        }

        var due = CheckSchedule.DueAt(state, process.Pace, now);
        world.Count("checks looked at for lateness");
        if (now - due > Allowed && due > since)
        {
            _found.Add($"{court} was due at {due:u} and asked at {now:u}");
        }
    }

    private static bool IsOfTheStore(FaultKind kind) => kind is FaultKind.StoreSlow or FaultKind.StoreThrottled or FaultKind.StoreUnknownOutcome
        or FaultKind.StoreLostRace or FaultKind.StoreOutage or FaultKind.CrashBefore or FaultKind.CrashAfter or FaultKind.ProcessKilled
        or FaultKind.QueueRefused;
}
