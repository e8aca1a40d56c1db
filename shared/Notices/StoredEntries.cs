using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Notices;

/// <summary>Finds the stored entry that a notice tells of, reading each docket once; for one decision.</summary>
/// <param name="dockets">The stored courts.</param>
/// <param name="known">Of the identities that the notice tells those that are known, with their labels.</param>
internal sealed class StoredEntries(IDockets dockets, IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>> known)
{
    private readonly Dictionary<DocketNumber, IReadOnlyList<DocketEntry>> _read = [];

    /// <summary>The stored entry; null where the docket that the notice names has none that it can be.</summary>
    /// <param name="told">The entry as the notice tells it.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<DocketEntry?> FindAsync(DocketEntry told, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(told.Identity, out var labels) && !told.Labels.Except(labels, StringComparer.OrdinalIgnoreCase).Any())
        {
            return told with { Labels = labels };
        }

        var docket = await OfDocketAsync(told.Court, told.Docket, cancellationToken);

        // A feed may have shown it under an identity that no notice tells: then it is found by what both tell of it.
        return docket.FirstOrDefault(entry => entry.Identity == told.Identity)
            ?? (labels is null ? docket.FirstOrDefault(entry => NoticeIdentity.IsSame(entry, told)) : null);
    }

    private async Task<IReadOnlyList<DocketEntry>> OfDocketAsync(CourtId court, DocketNumber docket, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(docket, out var entries))
        {
            entries = await dockets.OfDocketAsync(court, docket, cancellationToken);
            _read.Add(docket, entries);
        }

        return entries;
    }
}
