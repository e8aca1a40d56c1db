using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 1: each entry that a court shows us while we can read its feed is recorded, once.</summary>
internal static class SeenOnce
{
    public static IEnumerable<string> Check(SimulatedWorld world, Told told)
    {
        foreach (var (identity, at) in world.Truth.Shown)
        {
            if (!world.Stored.IsStored(identity))
            {
                yield return $"1: {identity} was shown to a check recorded at {at:u} and is not stored";
            }
        }

        var entries = world.Stored.Entries;
        foreach (var entry in entries)
        {
            if (!told.Filed.TryGetValue(entry.Identity, out var filed))
            {
                yield return $"1: {entry.Identity} is stored and was never filed";
            }
            else if (entry.Docket != filed.Docket || entry.Document != filed.Document || entry.Number != filed.Number
                || entry.EnteredAt != (filed.IsTimed ? filed.EnteredAt : null))
            {
                yield return $"1: {entry.Identity} is stored as something else than was filed";
            }
            else if (entry.Labels.FirstOrDefault(label => filed.Labels.All(known => known.Text != label)) is { } wrong)
            {
                yield return $"1: {entry.Identity} is stored with the label '{wrong}', which it never had";
            }
        }

        if (entries.Select(entry => entry.Identity).Distinct().Count() != entries.Count)
        {
            yield return "1: an entry is stored twice";
        }
    }
}
