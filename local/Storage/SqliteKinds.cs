using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Erasures;
using Tipstaff.Feeds;
using Tipstaff.Idempotency;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Local.Storage;

/// <summary>Of which kind the rows of the tables are, and what stands in JSON.</summary>
internal static class SqliteKinds
{
    /// <summary>The kind of each table's rows.</summary>
    public static IReadOnlyDictionary<string, StoredKind> OfTable { get; } = new Dictionary<string, StoredKind>(StringComparer.Ordinal)
    {
        ["courts"] = StoredKinds.Court,
        ["entries"] = StoredKinds.Entry,
        ["told"] = StoredKinds.Told,
        ["told_notes"] = StoredKinds.Notes,
        ["unreadable"] = StoredKinds.Unreadable,
        ["subscriptions"] = StoredKinds.Subscription,
        ["outbox"] = StoredKinds.Message,
        ["outbox_bodies"] = StoredKinds.Message,
        ["outbox_counts"] = StoredKinds.MessageIndex,
        ["delivery_delays"] = StoredKinds.MessageIndex,
        ["notices"] = StoredKinds.Notice,
        ["provider_breakers"] = StoredKinds.Breaker,
        ["provider_trials"] = StoredKinds.Breaker,
        ["address_records"] = StoredKinds.Address,
        ["digest_parts"] = StoredKinds.Digest,
        ["digest_alerts"] = StoredKinds.Digest,
        ["nonces"] = StoredKinds.Nonce,
        ["keyed_requests"] = StoredKinds.KeyedRequest,
        ["erasures"] = StoredKinds.Erasure,
        ["webhooks"] = StoredKinds.Webhooks,
        ["migrations"] = StoredKinds.Checkpoint,
        ["canary"] = StoredKinds.Canary,
    };

    /// <summary>The kind of what is stored as a JSON object; a type that is not here is not stored.</summary>
    public static IReadOnlyDictionary<Type, StoredKind> OfType { get; } = new Dictionary<Type, StoredKind>
    {
        [typeof(CourtState)] = StoredKinds.Court,
        [typeof(DocketEntry)] = StoredKinds.Entry,
        [typeof(UnreadableItem)] = StoredKinds.Unreadable,
        [typeof(OutboxMessage)] = StoredKinds.Message,
        [typeof(Alert)] = StoredKinds.Digest,
        [typeof(OperatorNotice)] = StoredKinds.Notice,
        [typeof(Subscription)] = StoredKinds.Subscription,
        [typeof(AddressRecord)] = StoredKinds.Address,
        [typeof(SubscriberWebhooks)] = StoredKinds.Webhooks,
        [typeof(ProviderBreaker)] = StoredKinds.Breaker,
        [typeof(TrialClaim)] = StoredKinds.Breaker,
        [typeof(Erasure)] = StoredKinds.Erasure,
        [typeof(KeyedRequest)] = StoredKinds.KeyedRequest,
        [typeof(BackfillCheckpoint)] = StoredKinds.Checkpoint,
        [typeof(CanaryRecord)] = StoredKinds.Canary,
    };
}
