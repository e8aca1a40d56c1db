using Tipstaff.StoredData;

namespace Tipstaff.Preflights;

/// <summary>Refuses code that would misread the rows of the code that runs beside it, or have it misread its own.</summary>
public static class StoredDataCheck
{
    /// <summary>Compares what two commits write and read.</summary>
    /// <param name="deployed">What the deployed commit says; null where it says nothing.</param>
    /// <param name="next">What the commit says that is to be deployed.</param>
    public static IEnumerable<Finding> Run(StoredDataManifest? deployed, StoredDataManifest next)
    {
        foreach (var refusal in CompareStoredData.Run(deployed, next))
        {
            yield return new Finding.Refused($"Stored rows of the kind '{refusal.Kind}': {refusal.Reason}", refusal.Remedy);
        }

        foreach (var kind in next.Kinds)
        {
            foreach (var version in (deployed?.Kinds.FirstOrDefault(known => known.Kind == kind.Kind)?.Reads ?? []).Except(kind.Reads))
            {
                yield return new Finding.NeedsAttention(
                    $"Rows of the kind '{kind.Kind}' are not read in version {version} any more: ask GET /api/operations/migrations, or tipstaff migrate --estimate, whether any is left, and migrate it first.");
            }

            var before = deployed is null ? 1 : deployed.Kinds.FirstOrDefault(known => known.Kind == kind.Kind)?.Writes ?? 0;
            if (kind.Writes > before && before > 0)
            {
                yield return new Finding.NeedsAttention($"Rows of the kind '{kind.Kind}' are written in version {kind.Writes} from now on: those of version {before} stay until tipstaff migrate rewrites them.");
            }
        }
    }
}
