using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>What stands in the store of a head, as truths and promises look at it from outside: without a fault, and at no cost.</summary>
internal interface IStoredWorld
{
    IReadOnlyList<DocketEntry> Entries { get; }

    IReadOnlyList<StoredMessage> Messages { get; }

    IReadOnlyList<(OperatorNotice Notice, bool IsTold)> Notices { get; }

    IReadOnlyCollection<Subscription> Subscriptions { get; }

    IReadOnlyCollection<AddressRecord> Addresses { get; }

    /// <summary>A court as its last check left it; null for one that was never asked. During the day, too.</summary>
    CourtState? FindCourt(CourtId court);

    bool IsStored(EntryIdentity identity);

    StoredMessage? FindMessage(IdempotencyKey key);

    AddressRecord? FindAddress(SubscriberId subscriber);

    /// <summary>What stands in a part of a digest.</summary>
    IReadOnlyList<Alert> AlertsOf(DigestPart part);
}

/// <summary>A message of the outbox, and where it stands.</summary>
internal sealed record StoredMessage(
    OutboxMessage Message, OutboxState State, DateTimeOffset DueAt, DateTimeOffset StateAt, int Attempt, string? Detail);
