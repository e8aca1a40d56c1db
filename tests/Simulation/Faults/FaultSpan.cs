namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>A fault that lasts.</summary>
/// <param name="Id">The same in each run of the seed.</param>
/// <param name="Kind">What goes wrong.</param>
/// <param name="Target">With whom: a court, a provider, a machine.</param>
/// <param name="From">Begin.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Manner">In what manner it shows, where there are several.</param>
/// <param name="Size">How far a clock is off.</param>
internal sealed record FaultSpan(
    string Id, FaultKind Kind, string Target, DateTimeOffset From, DateTimeOffset To, FaultKind Manner = FaultKind.None, TimeSpan Size = default)
{
    public bool Holds(string target, DateTimeOffset now) => Target == target && now >= From && now < To;
}
