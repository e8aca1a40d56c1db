using Azure;
using Azure.Data.Tables;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>A message as its row holds it; instants are UTC ticks, 0 for none.</summary>
internal sealed record MessageRow
{
    private const string Body = "Body";
    private const string Webhook = "Webhook";
    private const string Traced = "Trace";
    private const string KindName = "Kind";
    private const string VersionName = "MessageV";
    private const int MaxDetailLength = 8_000;

    /// <summary>What is read to know where a message stands, without its body.</summary>
    public static readonly IReadOnlyList<string> StateNames =
        ["State", "Due", "Attempt", "Token", "Leased", "Asked", "AskedAt", "Detail", "At", "Subscriber", "Added", "Recorded", Webhook, Traced, KindName];

    public required string Partition { get; init; }

    public required IdempotencyKey Key { get; init; }

    public required string Subscriber { get; init; }

    /// <summary>When it was added; no two messages of an instance at the same moment.</summary>
    public required long Added { get; init; }

    /// <summary>Whether it goes to a webhook; written only where it does, so that mails bear nothing for it.</summary>
    public bool IsWebhook { get; init; }

    /// <summary>Of which kind it is, as its body says, too; null in rows of version 1.</summary>
    public string? Kind { get; init; }

    /// <summary>Of which version the row is.</summary>
    public int Version { get; init; } = StoredKinds.Message.Writes;

    public OutboxState State { get; init; }

    public required long Due { get; init; }

    public int Attempt { get; init; }

    public string Token { get; init; } = "";

    public long Leased { get; init; }

    public ProviderPin? Asked { get; init; }

    public string? Detail { get; init; }

    /// <summary>The token of the claim of which the last record is; empty for none since the message was added or replayed.</summary>
    public string Recorded { get; init; } = "";

    public required long At { get; init; }

    /// <summary>How long an alert took that has been delivered by itself just now; goes to the mark of what ended, and is not read again.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>The trace that it goes on with; null of one that has but its own. What is read without the body names it, too.</summary>
    public string? Trace { get; init; }

    /// <summary>The message as JSON; null where only the state was read.</summary>
    public string? Json { get; init; }

    public ETag ETag { get; init; }

    public string Place => $"{Partition} {TableKeys.Message(Key)}";

    public static MessageRow Of(OutboxMessage message, string partition, long added) => new()
    {
        Partition = partition,
        Key = message.Key,
        Subscriber = message.Subscriber.Value,
        Added = added,
        IsWebhook = message.IsWebhook,
        Kind = MessageKinds.Of(message),
        Due = message.DueAt.UtcTicks,
        At = message.CreatedAt.UtcTicks,
        Trace = message is OutboxMessage.AlertMessage { Alert.Trace: { } trace } ? trace.TraceId : null,
        Json = KeptTexts.Json(message),
    };

    public static MessageRow Of(TableEntity row) => new()
    {
        Partition = row.PartitionKey,
        Key = IdempotencyKey.Parse(row.RowKey[2..]),
        Subscriber = row.GetString("Subscriber"),
        Added = row.GetInt64("Added") ?? 0,
        IsWebhook = IsToWebhook(row),
        Kind = KindOf(row),
        Version = TableCalls.VersionOf(row),
        State = (OutboxState)(row.GetInt32("State") ?? 0),
        Due = row.GetInt64("Due") ?? 0,
        Attempt = row.GetInt32("Attempt") ?? 0,
        Token = row.GetString("Token") ?? "",
        Leased = row.GetInt64("Leased") ?? 0,
        Asked = row.GetString("Asked") is { Length: > 0 } provider ? new ProviderPin(provider, Instant(row.GetInt64("AskedAt") ?? 0)) : null,
        Detail = row.GetString("Detail") is { } detail ? StoredJson.Read<string>(detail, row.RowKey) : null,
        Recorded = row.GetString("Recorded") ?? "",
        At = row.GetInt64("At") ?? 0,
        Trace = row.GetString(Traced),
        Json = BodyOf(row),
        ETag = row.ETag,
    };

    /// <summary>Whether the row of a message, or its marker, says that it goes to a webhook.</summary>
    public static bool IsToWebhook(TableEntity row) => row.GetBoolean(Webhook) ?? false;

    /// <summary>The kind that the row of a message, or its marker, names.</summary>
    public static string? KindOf(TableEntity row) => row.GetString(KindName);

    /// <summary>Whether a marker is of a message that a newer version wrote.</summary>
    public static bool IsOfNewer(TableEntity marker) => marker.GetInt32(VersionName) > StoredKinds.Message.Newest;

    /// <summary>What makes a row of version 1 one of version 2, to be merged; without a kind where its body is damaged, and so names none.</summary>
    public static TableEntity Upgrade(TableEntity row)
    {
        var upgrade = new TableEntity(row.PartitionKey, row.RowKey) { ["V"] = StoredKinds.Message.Writes };
        if (MessageKinds.Of(BodyOf(row) ?? "") is { } kind)
        {
            upgrade[KindName] = kind;
        }

        return upgrade;
    }

    public static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);

    public SubscriberId SubscriberId => SubscriberId.Parse(Subscriber);

    public bool IsDue(DateTimeOffset now) => State is OutboxState.Waiting && Due <= now.UtcTicks && Leased <= now.UtcTicks;

    /// <exception cref="StorageException">Thrown when the row is corrupt.</exception>
    public OutboxMessage Message() => StoredJson.Read<OutboxMessage>(Json ?? "null", Place);

    /// <summary>The three rows of a new message; the first says whether its key is known.</summary>
    public RowUnit ToUnit()
    {
        var row = WithState(TableCalls.NewRow(Partition, TableKeys.Message(Key)));
        row["Subscriber"] = Subscriber;
        row["Added"] = Added;
        MarkWay(row);
        if (Trace is not null)
        {
            row[Traced] = Trace;
        }

        PackedText.Write(row, Body, Json!);
        return new RowUnit([new(RowWriteKind.Add, row), new(RowWriteKind.Put, Marker()), new(RowWriteKind.Put, Order())]);
    }

    /// <summary>The state alone, to be merged.</summary>
    public TableEntity StateEntity() => WithState(TableCalls.PartOfRow(Partition, TableKeys.Message(Key)));

    private TableEntity WithState(TableEntity row)
    {
        row["State"] = (int)State;
        row["Due"] = Due;
        row["Attempt"] = Attempt;
        row["Token"] = Token;
        row["Leased"] = Leased;
        row["Asked"] = Asked?.Provider ?? "";
        row["AskedAt"] = Asked?.Since.UtcTicks ?? 0L;
        row["At"] = At;
        row["Recorded"] = Recorded;
        if (Detail is { } detail)
        {
            // As JSON, for what a server said may hold what no property may.
            row["Detail"] = StoredJson.Write(detail.Length <= MaxDetailLength ? detail : detail[..MaxDetailLength]);
        }

        return row;
    }

    /// <summary>The row under which what is due is found.</summary>
    public TableEntity Marker()
    {
        var row = TableCalls.NewRow(Partition, TableKeys.Waiting(Key));
        row["Due"] = Due;
        row["Leased"] = Leased;
        row["Added"] = Added;
        row[VersionName] = Version;
        MarkWay(row);
        return row;
    }

    // A damaged body must not keep its message from being given up, nor others in the same batch from being sent: it reads as no JSON.
    private static string? BodyOf(TableEntity row)
    {
        try
        {
            return PackedText.Read(row, Body);
        }
        catch (StorageException)
        {
            return "";
        }
    }

    private void MarkWay(TableEntity row)
    {
        if (IsWebhook)
        {
            row[Webhook] = true;
        }

        if (Kind is not null)
        {
            row[KindName] = Kind;
        }
    }

    private TableEntity Order() => TableCalls.NewRow(Partition, TableKeys.MessageOrder(Added, Key));
}
