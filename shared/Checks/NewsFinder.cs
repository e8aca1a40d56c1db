using Tipstaff.Alerts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;

namespace Tipstaff.Checks;

/// <summary>Finds what is new in a feed: entries that nobody wrote down yet, and known ones with a label more.</summary>
internal sealed class NewsFinder(IDockets dockets)
{
    private const int LookupSize = 1_000;

    // A feed shows a day: what a notice told before can no longer be in it.
    private static readonly TimeSpan NoticesCount = TimeSpan.FromDays(30);

    /// <summary>Looks all entries of a feed up.</summary>
    /// <param name="before">The court's state before the check.</param>
    /// <param name="reading">The feed.</param>
    /// <param name="now">When it was read, UTC.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<FeedNews> FindAsync(CourtState before, FeedReading reading, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<DocketEntry> added = [];
        List<RelabelledEntry> revised = [];
        var untimed = new UntimedEntries(before);
        var span = FeedSpan.Of(reading.Channel, now);
        var byNotice = new NoticedEntries(dockets, before.Court);
        DateTimeOffset? newestEntryAt = null;
        foreach (var entries in reading.Entries.Chunk(LookupSize))
        {
            var known = await dockets.FindKnownAsync(before.Court, [.. entries.Select(entry => entry.Identity)], cancellationToken);
            var noticed = before.NoticedAt > now - NoticesCount
                ? await byNotice.FindAsync([.. entries.Where(entry => !known.ContainsKey(entry.Identity))], cancellationToken)
                : NoticedEntries.None;
            foreach (var shown in entries)
            {
                var told = noticed.GetValueOrDefault(shown.Identity);
                var entry = told?.Entry ?? shown;
                span = span.With(shown.EnteredAt);
                newestEntryAt = shown.EnteredAt > newestEntryAt ? shown.EnteredAt : newestEntryAt ?? shown.EnteredAt;
                var labels = told?.Labels ?? known.GetValueOrDefault(shown.Identity);
                if (labels is null)
                {
                    added.Add(entry);
                }
                else if (told is { IsShownFirst: true } || entry.Labels.Except(labels, StringComparer.Ordinal).Any())
                {
                    revised.Add(new RelabelledEntry(entry with { Labels = [.. labels.Union(entry.Labels, StringComparer.Ordinal)] }, labels));
                }

                if (shown.EnteredAt is null && labels is null)
                {
                    untimed.Add(entry.Identity);
                }
                else if (shown.EnteredAt is { } enteredAt && span.IsBelieved(enteredAt))
                {
                    untimed.Add(enteredAt);
                }
            }
        }

        return new FeedNews(added, revised, untimed, span, newestEntryAt);
    }
}

/// <summary>What is new in a feed.</summary>
/// <param name="Added">The entries that were not known, in the order of the feed.</param>
/// <param name="Revised">The known ones that got a label more.</param>
/// <param name="Untimed">How old those added can be that have no time.</param>
/// <param name="Span">Which time the feed shows.</param>
/// <param name="NewestEntryAt">The latest time of any entry, UTC, believed or not; null when none has one.</param>
internal sealed record FeedNews(
    IReadOnlyList<DocketEntry> Added,
    IReadOnlyList<RelabelledEntry> Revised,
    UntimedEntries Untimed,
    FeedSpan Span,
    DateTimeOffset? NewestEntryAt);
