using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>What stands in the store in memory.</summary>
internal sealed class StoredInMemory(InMemoryStore store) : IStoredWorld
{
    public IReadOnlyList<DocketEntry> Entries => [.. store.Entries.Select(stored => stored.Entry)];

    public IReadOnlyList<StoredMessage> Messages => [.. store.Messages.Select(Of)];

    public IReadOnlyList<(OperatorNotice Notice, bool IsTold)> Notices => store.Notices;

    public IReadOnlyCollection<Subscription> Subscriptions => store.SubscriptionRows.Values;

    public IReadOnlyCollection<AddressRecord> Addresses => store.AddressRows.Values;

    public CourtState? FindCourt(CourtId court) => store.Courts.GetValueOrDefault(court.Value);

    public bool IsStored(EntryIdentity identity) => store.EntryIndex.ContainsKey(identity);

    public StoredMessage? FindMessage(IdempotencyKey key) => store.MessageIndex.TryGetValue(key, out var stored) ? Of(stored) : null;

    public AddressRecord? FindAddress(SubscriberId subscriber) => store.AddressRows.GetValueOrDefault(subscriber);

    public IReadOnlyList<Alert> AlertsOf(DigestPart part) => [.. store.DigestRows.Where(row => row.Of(part.Subscriber, part.Slot) && row.Part == part.Number).Select(row => row.Alert)];

    private static StoredMessage Of(InMemoryStore.StoredMessage row) =>
        new(row.Message, row.State, row.DueAt, row.StateAt, row.Attempt, row.Detail);
}
