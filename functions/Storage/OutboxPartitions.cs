using Azure.Data.Tables;
using Tipstaff.Courts;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>The partitions in which messages lie: each court's, the operators', and sixteen for requests for confirmation.</summary>
internal sealed class OutboxPartitions(TableSet tables, Whereabouts whereabouts)
{
    private static readonly string[] Fixed = [TableKeys.Operators, .. "0123456789abcdef".Select(digit => $"{TableKeys.MessagePartitions}{digit}")];

    /// <summary>All of them; one query.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken) => [.. Fixed, .. await ListCourtsAsync(cancellationToken)];

    /// <summary>Makes sure that a court's partition is among them, before anything is written there.</summary>
    public async Task ListAsync(CourtId court, CancellationToken cancellationToken)
    {
        if (!whereabouts.IsListed(court))
        {
            await tables.Courts.TryAddAsync(CourtRow.Placeholder(court), cancellationToken);
            whereabouts.NoteListed(court);
        }
    }

    /// <summary>A message's row: where it is thought to lie, else where it may, else in the courts' partitions.</summary>
    public async Task<MessageRow?> FindAsync(IdempotencyKey key, bool withBody, CancellationToken cancellationToken)
    {
        var hint = whereabouts.PartitionOf(key);
        if (hint is not null && await FindAsync(hint, key, withBody, cancellationToken) is { } there)
        {
            return there;
        }

        var near = await FindAsync([TableKeys.MessagePartitionOf(key), TableKeys.Operators], key, withBody, cancellationToken);
        return near ?? await FindAsync(await ListCourtsAsync(cancellationToken), key, withBody, cancellationToken);
    }

    /// <summary>The same; null, too, when a newer version wrote the row, which is told.</summary>
    public async Task<MessageRow?> FindReadableAsync(IdempotencyKey key, bool withBody, Action<NewerRowException> newer, CancellationToken cancellationToken)
    {
        try
        {
            return await FindAsync(key, withBody, cancellationToken);
        }
        catch (NewerRowException fault)
        {
            newer(fault);
            return null;
        }
    }

    /// <summary>
    /// How a message stands that this instance claimed, and so understood: whoever has made its row a newer one since, what became of the
    /// claim is written down, as nobody may send it again.
    /// </summary>
    public async Task<MessageRow?> FindClaimedAsync(IdempotencyKey key, CancellationToken cancellationToken) =>
        whereabouts.PartitionOf(key) is { } partition
        && await tables.OfMessages(partition).FindAnyAsync(partition, TableKeys.Message(key), MessageRow.StateNames, cancellationToken) is { } row
            ? MessageRow.Of(row)
            : await FindAsync(key, withBody: false, cancellationToken);

    /// <summary>A message's row where it must lie, if anywhere; one read.</summary>
    public async Task<MessageRow?> FindAsync(string partition, IdempotencyKey key, bool withBody, CancellationToken cancellationToken)
    {
        var select = withBody ? null : MessageRow.StateNames;
        if (await tables.OfMessages(partition).FindAsync(partition, TableKeys.Message(key), cancellationToken, select) is not { } row)
        {
            return null;
        }

        whereabouts.Note(key, partition);
        return MessageRow.Of(row);
    }

    private async Task<MessageRow?> FindAsync(IReadOnlyList<string> partitions, IdempotencyKey key, bool withBody, CancellationToken cancellationToken) =>
        (await Bounded.RunAsync(partitions, partition => FindAsync(partition, key, withBody, cancellationToken))).FirstOrDefault(row => row is not null);

    private async Task<IReadOnlyList<string>> ListCourtsAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Courts}");
        return (await tables.Courts.ListAsync(filter, cancellationToken, select: ["RowKey"])).ConvertAll(row => row.RowKey);
    }
}
