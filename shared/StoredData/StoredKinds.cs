namespace Tipstaff.StoredData;

/// <summary>The kinds of rows in both stores, and what else outlives the program that wrote it: in queues, and with orchestrations. <c>stored-data.json</c> beside this file says the same, with their shapes; a test holds the two together.</summary>
/// <remarks>How a shape is changed is told in <c>docs/stored-data.md</c>.</remarks>
public static class StoredKinds
{
    /// <summary>How a court stands after its last check.</summary>
    public static StoredKind Court { get; } = Rewritten("court");

    /// <summary>A docket entry, under its identity and as a line of its docket; later labels rewrite it.</summary>
    public static StoredKind Entry { get; } = Rewritten("entry");

    /// <summary>Who was told of a document.</summary>
    public static StoredKind Told { get; } = new("told", 1, 1);

    /// <summary>What a subscription was told of gaps and quiet entries.</summary>
    public static StoredKind Notes { get; } = Rewritten("notes");

    /// <summary>What a court sent that could not be read.</summary>
    public static StoredKind Unreadable { get; } = new("unreadable", 1, 1);

    /// <summary>A message of the outbox: its state is changed property by property, its body never. Version 2 says beside the body of which kind it is.</summary>
    public static StoredKind Message { get; } = new("message", 2, 1, 2);

    /// <summary>What leads to messages, and counts them; made anew of them whenever they change.</summary>
    public static StoredKind MessageIndex { get; } = new("message-index", 1, 1);

    /// <summary>A step that is too large for one transaction, until it is done.</summary>
    public static StoredKind Journal { get; } = new("journal", 1, 1);

    /// <summary>News for operators.</summary>
    public static StoredKind Notice { get; } = new("notice", 1, 1);

    /// <summary>A subscription.</summary>
    public static StoredKind Subscription { get; } = Rewritten("subscription");

    /// <summary>Whose a subscription is, and what it may follow.</summary>
    public static StoredKind Follower { get; } = Rewritten("follower");

    /// <summary>A part of a digest, and the alerts in it.</summary>
    public static StoredKind Digest { get; } = new("digest", 1, 1);

    /// <summary>How mail to a subscriber fares.</summary>
    public static StoredKind Address { get; } = Rewritten("address");

    /// <summary>The URLs of a subscriber's webhooks.</summary>
    public static StoredKind Webhooks { get; } = Rewritten("webhooks");

    /// <summary>The circuit breaker of a mail provider, and who makes its trial.</summary>
    public static StoredKind Breaker { get; } = Rewritten("breaker");

    /// <summary>What was taken of a mail account's quota.</summary>
    public static StoredKind Quota { get; } = Rewritten("quota");

    /// <summary>A subscriber's wish to be forgotten.</summary>
    public static StoredKind Erasure { get; } = Rewritten("erasure");

    /// <summary>What was given up: where its message lies, or what a queue held.</summary>
    public static StoredKind DeadLetter { get; } = new("dead-letter", 1, 1);

    /// <summary>The nonce of a signed request, and until when requests are remembered.</summary>
    public static StoredKind Nonce { get; } = new("nonce", 1, 1);

    /// <summary>A request that came with a key, and its answer.</summary>
    public static StoredKind KeyedRequest { get; } = Rewritten("keyed-request");

    /// <summary>How far a migration has come.</summary>
    public static StoredKind Checkpoint { get; } = new("checkpoint", 1, 1) { IsRewritten = true, IsApart = true };

    /// <summary>Which of the canary's entries arrived. Code that does not know the kind never looks where it lies.</summary>
    public static StoredKind Canary { get; } = Rewritten("canary") with { IsApart = true };

    /// <summary>A court that is to be asked, on its way in a queue. Who sends it anew after a fault writes it whole.</summary>
    public static StoredKind CheckMessage { get; } = Rewritten("check-message") with { IsApart = true };

    /// <summary>Which message is to be delivered, on its way in a queue. Who sends it anew after a fault writes it whole.</summary>
    public static StoredKind AlertMessage { get; } = Rewritten("alert-message") with { IsApart = true };

    /// <summary>What orchestrations and entities are handed and answer: the next step of what runs may be another program's.</summary>
    public static StoredKind Step { get; } = new("step", 1, 1) { IsApart = true };

    /// <summary>What entities keep.</summary>
    public static StoredKind EntityState { get; } = Rewritten("entity-state") with { IsApart = true };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StoredKind> All { get; } =
    [
        Court, Entry, Told, Notes, Unreadable, Message, MessageIndex, Journal, Notice, Subscription, Follower,
        Digest, Address, Webhooks, Breaker, Quota, Erasure, DeadLetter, Nonce, KeyedRequest, Checkpoint, Canary,
        CheckMessage, AlertMessage, Step, EntityState,
    ];

    private static StoredKind Rewritten(string name) => new(name, 1, 1) { IsRewritten = true };
}
