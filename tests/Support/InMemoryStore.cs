using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Erasures;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>What the in-memory ports share: one lock, and what they keep under it.</summary>
internal sealed class InMemoryStore
{
    public InMemoryStore(TimeProvider? clock = null)
    {
        Clock = clock ?? new ManualTimeProvider();
        Dockets = new InMemoryDockets(this);
        Subscriptions = new InMemorySubscriptions(this);
        Outbox = new InMemoryOutbox(this);
        OperatorNotices = new InMemoryOperatorNotices(this);
        Breakers = new InMemoryProviderBreakers(this);
        Suppressions = new InMemorySuppressions(this);
        Digests = new InMemoryDigests(this);
        Webhooks = new InMemoryWebhookEndpoints(this);
        Erasures = new InMemoryErasures(this);
        Retention = new InMemoryRetention(this);
        History = new InMemoryAlertHistory(this);
        Canary = new InMemoryCanaryLog(this);
    }

    public TimeProvider Clock { get; }

    public InMemoryDockets Dockets { get; }

    public InMemorySubscriptions Subscriptions { get; }

    public InMemoryOutbox Outbox { get; }

    public InMemoryOperatorNotices OperatorNotices { get; }

    public InMemoryProviderBreakers Breakers { get; }

    public InMemorySuppressions Suppressions { get; }

    public InMemoryDigests Digests { get; }

    public InMemoryWebhookEndpoints Webhooks { get; }

    public InMemoryErasures Erasures { get; }

    public InMemoryRetention Retention { get; }

    public InMemoryAlertHistory History { get; }

    public InMemoryCanaryLog Canary { get; }

    internal Lock Gate { get; } = new();

    internal Dictionary<string, ProviderBreaker> BreakerRows { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, TrialClaim> TrialRows { get; } = new(StringComparer.Ordinal);

    internal Dictionary<SubscriberId, AddressRecord> AddressRows { get; } = [];

    internal Dictionary<SubscriberId, SubscriberWebhooks> WebhookRows { get; } = [];

    internal Dictionary<string, CourtState> Courts { get; } = new(StringComparer.Ordinal);

    internal List<StoredEntry> Entries { get; } = [];

    internal Dictionary<EntryIdentity, int> EntryIndex { get; } = [];

    internal Dictionary<(string Court, SubscriberId Subscriber, DocumentId Document), ToldDocument> Told { get; } = [];

    internal Dictionary<(string Court, SubscriptionId Subscription), ToldNotes> ToldNotes { get; } = [];

    internal List<StoredUnreadable> Unreadable { get; } = [];

    internal Dictionary<SubscriptionId, Subscription> SubscriptionRows { get; } = [];

    internal List<StoredMessage> Messages { get; } = [];

    internal Dictionary<IdempotencyKey, StoredMessage> MessageIndex { get; } = [];

    internal List<StoredDigestAlert> DigestRows { get; } = [];

    internal Dictionary<(string Digest, int Part), IReadOnlyList<AlertId>> DigestsTold { get; } = [];

    internal Dictionary<SubscriberId, Erasure> ErasureRows { get; } = [];

    /// <summary>How many messages went that had ended so: they are counted for ever.</summary>
    internal Dictionary<OutboxState, long> Gone { get; } = [];

    /// <summary>How long alerts took that were delivered by themselves, and when they were.</summary>
    internal List<(DateTimeOffset At, TimeSpan Delay)> Took { get; } = [];

    internal List<(OperatorNotice Notice, bool Told)> Notices { get; } = [];

    /// <summary>Adds the notice unless its id is known; to be called under the lock.</summary>
    internal void Add(OperatorNotice notice)
    {
        if (!Notices.Exists(known => known.Notice.Id == notice.Id))
        {
            Notices.Add((notice, false));
        }
    }

    /// <summary>Adds the message unless its key is known; to be called under the lock.</summary>
    internal bool Add(OutboxMessage message)
    {
        var stored = new StoredMessage(message) { DueAt = message.DueAt, StateAt = message.CreatedAt };
        if (!MessageIndex.TryAdd(message.Key, stored))
        {
            return false;
        }

        Messages.Add(stored);
        return true;
    }

    /// <summary>Takes a message away; to be called under the lock.</summary>
    internal void Remove(StoredMessage message)
    {
        Messages.Remove(message);
        MessageIndex.Remove(message.Message.Key);
        Gone[message.State] = Gone.GetValueOrDefault(message.State) + (message.State is OutboxState.Delivered or OutboxState.Suppressed ? 1 : 0);
    }

    internal sealed record StoredEntry(DocketEntry Entry, DateTimeOffset SeenAt);

    internal sealed class StoredDigestAlert(Alert alert, int weight)
    {
        public Alert Alert { get; } = alert;

        public int Weight { get; } = weight;

        public int? Part { get; set; }

        public bool Of(SubscriberId subscriber, DigestSlot slot) => Alert.Subscriber == subscriber && Alert.Digest == slot;
    }

    internal sealed class StoredMessage(OutboxMessage message)
    {
        public OutboxMessage Message { get; } = message;

        public required DateTimeOffset DueAt { get; set; }

        public OutboxState State { get; set; }

        public required DateTimeOffset StateAt { get; set; }

        public string? Detail { get; set; }

        public int Attempt { get; set; }

        public string? Token { get; set; }

        public DateTimeOffset? LeasedUntil { get; set; }

        public ProviderPin? Asked { get; set; }

        public bool IsDue(DateTimeOffset now) => State is OutboxState.Waiting && DueAt <= now && !(LeasedUntil > now);
    }
}
