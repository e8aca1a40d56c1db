using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Checks;

/// <summary>Finds the entries of one reading of a feed that a notice told of before, and that are known by another identity than the feed's.</summary>
/// <remarks>
/// An entry of a notice stands for one entry of the feed at most: the one that it was shown as before, else the nearest in time. All others
/// are entries of their own, however alike.
/// </remarks>
/// <param name="dockets">The stored courts.</param>
/// <param name="court">The court.</param>
internal sealed class NoticedEntries(IDockets dockets, CourtId court)
{
    // A notice tells the minute alone: as likely as not it was entered in the second half of it.
    private static readonly TimeSpan HalfMinute = TimeSpan.FromSeconds(30);

    private readonly HashSet<EntryIdentity> _taken = [];

    /// <summary>Of none.</summary>
    public static IReadOnlyDictionary<EntryIdentity, NoticedEntry> None { get; } = new Dictionary<EntryIdentity, NoticedEntry>();

    /// <summary>Those of these entries that are known by a notice, by the identity that the feed gives them.</summary>
    /// <param name="unknown">Entries of the reading that are not known by their own identities; none that was given before.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<IReadOnlyDictionary<EntryIdentity, NoticedEntry>> FindAsync(IReadOnlyList<DocketEntry> unknown, CancellationToken cancellationToken)
    {
        var others = unknown.SelectMany(shown => NoticeIdentity.OthersOf(shown).Select(other => (Shown: shown, Other: other))).ToList();
        var known = await dockets.FindKnownAsync(court, [.. others.Select(one => one.Other).Distinct()], cancellationToken);
        var candidates = others.Where(one => known.ContainsKey(one.Other)).ToList();
        var stored = new Dictionary<EntryIdentity, DocketEntry>();
        foreach (var docket in candidates.Select(one => one.Shown.Docket).Distinct())
        {
            foreach (var entry in await dockets.OfDocketAsync(court, docket, cancellationToken))
            {
                stored[entry.Identity] = entry;
            }
        }

        var noticed = new Dictionary<EntryIdentity, NoticedEntry>();
        foreach (var (shown, other, before) in candidates.Select(one => (one.Shown, one.Other, Before: stored.GetValueOrDefault(one.Other)))
            .OrderBy(one => one.Before?.ShownAs == one.Shown.Identity ? TimeSpan.MinValue : Distance(one.Shown, one.Before)))
        {
            if (!noticed.ContainsKey(shown.Identity) && (before?.ShownAs is not { } shownAs || shownAs == shown.Identity) && _taken.Add(other))
            {
                noticed.Add(shown.Identity, NoticedEntry.Of(shown, other, before, known[other]));
            }
        }

        return noticed;
    }

    private static TimeSpan Distance(DocketEntry shown, DocketEntry? noticed) =>
        (shown.EnteredAt - (noticed?.EnteredAt + HalfMinute))?.Duration() ?? TimeSpan.MaxValue;
}

/// <summary>An entry of a feed that a notice told of before.</summary>
/// <param name="Entry">As the feed shows it, under the identity by which it is known; what the feed leaves out is as before.</param>
/// <param name="Labels">The labels that are stored.</param>
/// <param name="IsShownFirst">Whether no feed showed it before: then it is stored what the feed shows it as.</param>
internal sealed record NoticedEntry(DocketEntry Entry, IReadOnlyList<string> Labels, bool IsShownFirst)
{
    /// <summary>The entry.</summary>
    /// <param name="shown">As the feed shows it.</param>
    /// <param name="identity">By which it is known.</param>
    /// <param name="before">As it is stored; null where it stands on another docket.</param>
    /// <param name="labels">The labels that are stored.</param>
    public static NoticedEntry Of(DocketEntry shown, EntryIdentity identity, DocketEntry? before, IReadOnlyList<string> labels) => new(
        shown with
        {
            Identity = identity,
            ShownAs = shown.Identity,
            Sequence = shown.Sequence ?? before?.Sequence,
            Number = shown.Number ?? before?.Number,
            EnteredAt = shown.EnteredAt ?? before?.EnteredAt,
        },
        labels,
        IsShownFirst: before?.ShownAs is null);
}
