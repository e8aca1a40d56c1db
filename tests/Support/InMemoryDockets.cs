using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>The courts and their entries in memory, held to <c>DocketsContract</c>.</summary>
internal sealed class InMemoryDockets(InMemoryStore store) : IDockets
{
    public Task<CourtState?> FindCourtAsync(CourtId court, CancellationToken cancellationToken) =>
        Read(() => store.Courts.GetValueOrDefault(court.Value));

    public Task<IReadOnlyList<CourtState>> ListCourtsAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyList<CourtState>>(() => [.. store.Courts.Values.OrderBy(state => state.Court.Value, StringComparer.Ordinal)]);

    public Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> FindKnownAsync(
        CourtId court, IReadOnlyCollection<EntryIdentity> identities, CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>>(() => identities.Distinct()
            .Where(identity => store.EntryIndex.TryGetValue(identity, out var at) && store.Entries[at].Entry.Court == court)
            .ToDictionary(identity => identity, identity => store.Entries[store.EntryIndex[identity]].Entry.Labels));

    public Task<IReadOnlySet<ToldDocument>> FindToldAsync(
        CourtId court, IReadOnlyCollection<DocumentId> documents, CancellationToken cancellationToken)
    {
        var wanted = documents.ToHashSet();
        return Read<IReadOnlySet<ToldDocument>>(() => store.Told
            .Where(row => row.Key.Court == court.Value && wanted.Contains(row.Key.Document)).Select(row => row.Value).ToHashSet());
    }

    public Task<IReadOnlyList<KnownNumber>> FindNumbersAsync(
        CourtId court, IReadOnlyCollection<DocketNumber> dockets, int maxPerDocket, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<KnownNumber>>(() =>
            [.. dockets.Distinct().SelectMany(docket => store.Entries
                .Where(stored => stored.Entry.Court == court && stored.Entry.Docket == docket && EntryNumber.Of(stored.Entry) is not null)
                .Select(stored => new KnownNumber(docket, EntryNumber.Of(stored.Entry)!.Value, stored.Entry.EnteredAt ?? stored.SeenAt))
                .OrderByDescending(known => known.Number).Take(maxPerDocket))]);

    public Task<IReadOnlyDictionary<SubscriptionId, ToldNotes>> FindNotesAsync(
        CourtId court, IReadOnlyCollection<SubscriptionId> subscriptions, CancellationToken cancellationToken) =>
        Read<IReadOnlyDictionary<SubscriptionId, ToldNotes>>(() => subscriptions.Distinct()
            .Where(subscription => store.ToldNotes.ContainsKey((court.Value, subscription)))
            .ToDictionary(subscription => subscription, subscription => store.ToldNotes[(court.Value, subscription)]));

    public Task<bool> TryRecordAsync(CourtStep step, CancellationToken cancellationToken)
    {
        var court = step.State.Court;
        if (step.NewEntries.Concat(step.RevisedEntries).Any(entry => entry.Court != court) || step.Alerts.Any(alert => alert.Court != court))
        {
            throw new ArgumentException("A step is of one court.", nameof(step));
        }

        lock (store.Gate)
        {
            if ((store.Courts.GetValueOrDefault(court.Value)?.Version ?? 0) != step.State.Version)
            {
                return Task.FromResult(false);
            }

            var seenAt = step.SeenAt ?? step.State.CheckedAt ?? store.Clock.GetUtcNow();
            store.Courts[court.Value] = step.State with { Version = step.State.Version + 1 };
            Add(step.NewEntries, seenAt);
            Revise(step.RevisedEntries);
            foreach (var alert in step.Alerts)
            {
                store.Add(OutboxMessage.AlertMessage.Of(alert));
            }

            foreach (var told in step.Untold.Where(told => store.Told.GetValueOrDefault((court.Value, told.Subscriber, told.Document)) == told))
            {
                store.Told.Remove((court.Value, told.Subscriber, told.Document));
            }

            foreach (var told in step.Told)
            {
                store.Told.TryAdd((court.Value, told.Subscriber, told.Document), told);
            }

            foreach (var told in step.ToldNotes)
            {
                var key = (court.Value, told.Subscription);
                store.ToldNotes[key] = store.ToldNotes.TryGetValue(key, out var before) ? before.With(told) : told;
            }

            foreach (var notice in step.Notices)
            {
                store.Add(notice);
            }

            foreach (var item in step.Unreadable.Where(item =>
                !store.Unreadable.Exists(known => known.Court == court && known.Item.Text == item.Text)))
            {
                store.Unreadable.Add(new StoredUnreadable(court, seenAt, item));
            }

            if (step.Unreadable.Count > 0)
            {
                var own = store.Unreadable.Where(known => known.Court == court).ToList();
                var kept = own.Where(known => known.SeenAt >= seenAt - CourtStep.UnreadableKeptFor).TakeLast(CourtStep.MaxUnreadableKept).ToHashSet();
                store.Unreadable.RemoveAll(known => known.Court == court && !kept.Contains(known));
            }

            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<DocketEntry>> NewestEntriesAsync(int max, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DocketEntry>>(() =>
            [.. store.Entries.Where(stored => stored.Entry.Court != CanaryCourt.Id).OrderByDescending(stored => stored.SeenAt)
                .ThenByDescending(stored => stored.Entry.EnteredAt ?? DateTimeOffset.MinValue)
                .Take(max).Select(stored => stored.Entry)]);

    public Task<IReadOnlyList<DocketEntry>> OfDocketAsync(
        CourtId court, DocketNumber docket, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<DocketEntry>>(() =>
            [.. store.Entries.Where(stored => stored.Entry.Court == court && stored.Entry.Docket == docket)
                .OrderBy(stored => stored.Entry.EnteredAt ?? stored.SeenAt)
                .ThenBy(stored => stored.Entry.Sequence?.Length ?? 0)
                .ThenBy(stored => stored.Entry.Sequence, StringComparer.Ordinal)
                .Select(stored => stored.Entry)]);

    public Task<IReadOnlyList<StoredUnreadable>> UnreadableAsync(int max, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<StoredUnreadable>>(() => [.. store.Unreadable.AsEnumerable().Reverse().Take(max)]);

    private void Add(IEnumerable<DocketEntry> entries, DateTimeOffset seenAt)
    {
        foreach (var entry in entries)
        {
            if (store.EntryIndex.TryAdd(entry.Identity, store.Entries.Count))
            {
                store.Entries.Add(new InMemoryStore.StoredEntry(entry, seenAt));
            }
        }
    }

    private void Revise(IEnumerable<DocketEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (store.EntryIndex.TryGetValue(entry.Identity, out var at))
            {
                var stored = store.Entries[at];
                store.Entries[at] = stored with { Entry = entry with { Labels = [.. stored.Entry.Labels.Union(entry.Labels)] } };
            }
        }
    }

    private Task<T> Read<T>(Func<T> read)
    {
        lock (store.Gate)
        {
            return Task.FromResult(read());
        }
    }
}
