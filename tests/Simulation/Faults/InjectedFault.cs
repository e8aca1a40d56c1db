namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>A fault that a run met.</summary>
/// <param name="Id">The same in each run of the seed, whatever other faults are left out: site, key, number of the call.</param>
/// <param name="Kind">What went wrong.</param>
/// <param name="At">The true moment.</param>
internal sealed record InjectedFault(string Id, FaultKind Kind, DateTimeOffset At)
{
    public override string ToString() => $"{At:ddd HH:mm:ss.fff} {Kind} {Id}";
}
