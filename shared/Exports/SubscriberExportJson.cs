using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tipstaff.Api;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;

namespace Tipstaff.Exports;

/// <summary>All that is stored of one subscriber, as JSON for its owner: here alone the address is told.</summary>
/// <param name="Subscriber">The id that stands for the address in logs and reports.</param>
/// <param name="ExportedAt">When it was gathered, UTC.</param>
/// <param name="Addresses">The address, in each spelling in which it was given.</param>
/// <param name="Subscriptions">The subscriptions, the oldest first.</param>
/// <param name="Mail">How mail to the address fares; null where nothing is known.</param>
/// <param name="Messages">The messages that are still kept, the newest first.</param>
public sealed record SubscriberExportJson(
    string Subscriber,
    DateTimeOffset ExportedAt,
    IReadOnlyList<string> Addresses,
    IReadOnlyList<SubscriptionJson> Subscriptions,
    MailRecordJson? Mail,
    IReadOnlyList<ExportedMessageJson> Messages)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is told of an export.</summary>
    public static SubscriberExportJson Of(SubscriberExport export) => new(
        export.Subscriber.Value,
        export.At,
        [.. export.Subscriptions.Select(one => one.Address.Value).Distinct(StringComparer.Ordinal)],
        [.. export.Subscriptions.Select(one => SubscriptionJson.Of(one, export.Webhooks))],
        export.Record is { } record ? MailRecordJson.Of(record) : null,
        [.. export.Messages.Select(ExportedMessageJson.Of)]);

    /// <summary>The document, for people to read.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}

/// <summary>How mail to an address fares.</summary>
/// <param name="SuppressedAt">Since when alerts are held back, UTC; null while they are sent.</param>
/// <param name="Cause">Why; null while they are sent.</param>
/// <param name="Reason">What the provider said of the last bounce or complaint.</param>
/// <param name="SoftBouncesInARow">How many soft bounces there were in a row.</param>
/// <param name="LastSoftBounceAt">When the last of them was, UTC.</param>
/// <param name="LiftedAt">When a confirmation last lifted what earlier bounces had held back, UTC.</param>
public sealed record MailRecordJson(
    DateTimeOffset? SuppressedAt, string? Cause, string? Reason, int SoftBouncesInARow, DateTimeOffset? LastSoftBounceAt, DateTimeOffset? LiftedAt)
{
    /// <summary>What is told of a record.</summary>
    public static MailRecordJson Of(AddressRecord record) =>
        new(record.SuppressedAt, record.Cause?.ToString(), record.Reason, record.SoftInARow, record.SoftAt, record.LiftedAt);
}

/// <summary>A message and what became of it.</summary>
/// <param name="Id">Its key; an alert's id.</param>
/// <param name="Kind"><c>alert</c>, <c>digest</c>, <c>confirmation</c> or <c>operators</c>.</param>
/// <param name="CreatedAt">When it was written down, UTC.</param>
/// <param name="State"><c>waiting</c>, <c>delivered</c>, <c>suppressed</c> or <c>deadLettered</c>.</param>
/// <param name="StateAt">When it came to that state, UTC.</param>
/// <param name="Detail">The provider that took it, or the reason.</param>
/// <param name="Subscription">The subscription that an alert was made for; null for other messages.</param>
/// <param name="Court">The court of an alert; null for other messages.</param>
/// <param name="DocketNumber">The docket of an alert; null for other messages.</param>
/// <param name="Entries">What an alert tells; empty for other messages.</param>
public sealed record ExportedMessageJson(
    string Id,
    string Kind,
    DateTimeOffset CreatedAt,
    string State,
    DateTimeOffset StateAt,
    string? Detail,
    string? Subscription,
    string? Court,
    string? DocketNumber,
    IReadOnlyList<ExportedEntryJson> Entries)
{
    /// <summary>What is told of a message.</summary>
    public static ExportedMessageJson Of(OutboxRow row)
    {
        var alert = (row.Message as OutboxMessage.AlertMessage)?.Alert;
        return new(
            row.Message.Key.Value,
            KindOf(row.Message),
            row.Message.CreatedAt,
            JsonNamingPolicy.CamelCase.ConvertName(row.State.ToString()),
            row.At,
            row.Detail,
            alert?.Subscription.Value,
            alert?.Court.Value,
            alert?.Docket.Value,
            [.. (alert?.Entries ?? []).Select(ExportedEntryJson.Of)]);
    }

    private static string KindOf(OutboxMessage message) => message switch
    {
        OutboxMessage.AlertMessage => "alert",
        OutboxMessage.DigestMessage => "digest",
        OutboxMessage.ConfirmationMessage => "confirmation",
        OutboxMessage.OperatorMessage => "operators",
        _ => throw new UnreachableException(),
    };
}

/// <summary>An entry that an alert told.</summary>
/// <param name="Number">Its number on the docket; null where it has none.</param>
/// <param name="Caption">The case's caption.</param>
/// <param name="Labels">What it is.</param>
/// <param name="EnteredAt">When the clerk entered it, UTC; null where the court did not say.</param>
/// <param name="DocumentLink">Where its document is; null for none.</param>
public sealed record ExportedEntryJson(string? Number, string Caption, IReadOnlyList<string> Labels, DateTimeOffset? EnteredAt, string? DocumentLink)
{
    /// <summary>What is told of an entry.</summary>
    public static ExportedEntryJson Of(DocketEntry entry) => new(entry.Number, entry.Caption, entry.Labels, entry.EnteredAt, entry.DocumentLink);
}
