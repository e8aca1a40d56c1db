using Azure.Data.Tables;
using Tipstaff.Alerts;
using Tipstaff.Digests;

namespace Tipstaff.Functions.Storage;

/// <summary>The digests in tables, in their subscribers' partitions.</summary>
/// <remarks>A part's row is written with each alert that is put into it, so that who closes it has all of them, and nobody adds to a closed one.</remarks>
internal sealed class TableDigests(TableSet tables) : IDigests
{
    // Rivals for one part are few; who loses so often meets a fault.
    private const int MaxRaces = 20;

    /// <inheritdoc/>
    public async Task<DigestPart> FoldAsync(Alert alert, int weight, int capacity, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException($"Alert {alert.Id} names no digest.", nameof(alert));
        var (partition, digest) = (alert.Subscriber.Value, new DigestPart(alert.Subscriber, slot, 1).Key);
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await tables.Subscribers.FindAsync(partition, TableKeys.DigestAlert(digest, alert.Id), cancellationToken, ["Part"]) is { } known)
            {
                return new DigestPart(alert.Subscriber, slot, known.GetInt32("Part") ?? 1);
            }

            var parts = await tables.Subscribers.ListAsync(partition, KeyRange.Of(TableKeys.DigestParts(digest)), cancellationToken);
            var open = parts.Find(part => part.GetBoolean("Closed") is not true && (part.GetInt32("Weight") ?? 0) + weight <= capacity);
            var number = open?.GetInt32("Part") ?? parts.Count + 1;
            var header = TableCalls.NewRow(partition, TableKeys.DigestPart(digest, number));
            header["Part"] = number;
            header["Weight"] = (open?.GetInt32("Weight") ?? 0) + weight;
            var member = TableCalls.NewRow(partition, TableKeys.DigestAlert(digest, alert.Id));
            member["Part"] = number;
            PackedText.Write(member, "Json", StoredJson.Write(alert));
            var written = await tables.Subscribers.TrySubmitAsync(
                [
                    open is null ? new(TableTransactionActionType.Add, header) : new(TableTransactionActionType.UpdateReplace, header, open.ETag),
                    new(TableTransactionActionType.Add, member),
                ],
                cancellationToken);
            if (written.IsDone)
            {
                return new DigestPart(alert.Subscriber, slot, number);
            }
        }

        throw new InvalidOperationException($"Alert {alert.Id} lost {MaxRaces} races in a row for its digest; it is tried again.");
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Alert>> CloseAsync(DigestPart part, CancellationToken cancellationToken)
    {
        var partition = part.Subscriber.Value;
        for (var race = 0; race < MaxRaces; race++)
        {
            if (await tables.Subscribers.FindAsync(partition, TableKeys.DigestPart(part.Key, part.Number), cancellationToken) is not { } header)
            {
                return [];
            }

            var closed = TableCalls.NewRow(partition, header.RowKey);
            closed["Closed"] = true;
            if (header.GetBoolean("Closed") is true || await tables.Subscribers.TryMergeAsync(closed, header.ETag, cancellationToken) is not null)
            {
                var members = await tables.Subscribers.ListAsync(partition, KeyRange.Of(TableKeys.DigestAlerts(part.Key)), cancellationToken);
                return DigestOrder.Of(members.Where(row => row.GetInt32("Part") == part.Number).Select(Read));
            }
        }

        throw new InvalidOperationException($"Part {part.Number} of the digest {part.Key} lost {MaxRaces} races in a row; it is tried again.");
    }

    /// <summary>An alert as its row has it.</summary>
    public static Alert Read(TableEntity member) => StoredJson.Read<Alert>(PackedText.Read(member, "Json") ?? "null", $"{member.PartitionKey} {member.RowKey}");
}
