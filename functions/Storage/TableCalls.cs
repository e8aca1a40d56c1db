using Azure;
using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>Reading and writing rows, with what is ordinary (no row, a row of another version) as an answer and not as a fault.</summary>
internal static class TableCalls
{
    /// <summary>How many calls one reading makes at the same time.</summary>
    public const int AtOnce = 16;

    private const string VersionName = "V";

    // Without the time the service may leave the ETag out, too.
    private static readonly string[] OwnNames = ["PartitionKey", "RowKey", "Timestamp", VersionName];

    /// <summary>A whole row, of the version of its kind that this program writes.</summary>
    public static TableEntity NewRow(string partition, string row) => new(partition, row) { [VersionName] = Math.Max(1, TableKinds.Of(partition, row).Writes) };

    /// <summary>Some properties of a row, to be merged: whoever wrote it whole said of which version it is.</summary>
    public static TableEntity PartOfRow(string partition, string row) => new(partition, row);

    /// <summary>A row; null when there is none.</summary>
    /// <exception cref="StorageException">Thrown when it is of a version that this program does not read.</exception>
    public static async Task<TableEntity?> FindAsync(
        this TableClient table, string partition, string row, CancellationToken cancellationToken, IEnumerable<string>? select = null)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, select is null ? null : select.Union(OwnNames), cancellationToken);
        return found.HasValue ? Checked(found.Value!) : null;
    }

    /// <summary>A row of whatever version; null when there is none. For who knows already what of it to change.</summary>
    public static async Task<TableEntity?> FindAnyAsync(
        this TableClient table, string partition, string row, IEnumerable<string> select, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, select.Union(OwnNames), cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>A row; null when there is none, or when a newer version wrote it, which is told.</summary>
    public static async Task<TableEntity?> FindReadableAsync(
        this TableClient table, string partition, string row, Action<NewerRowException> newer, CancellationToken cancellationToken)
    {
        try
        {
            return await table.FindAsync(partition, row, cancellationToken);
        }
        catch (NewerRowException fault)
        {
            newer(fault);
            return null;
        }
    }

    /// <summary>Several rows of a partition at once; null for each that is not there.</summary>
    public static async Task<IReadOnlyList<TableEntity?>> FindAllAsync(
        this TableClient table, string partition, IReadOnlyList<string> rows, CancellationToken cancellationToken, IReadOnlyList<string>? select = null) =>
        await Bounded.RunAsync(rows, row => table.FindAsync(partition, row, cancellationToken, select));

    /// <summary>The rows of a range, in the order of their keys.</summary>
    public static async Task<List<TableEntity>> ListAsync(
        this TableClient table,
        string partition,
        KeyRange range,
        CancellationToken cancellationToken,
        int? max = null,
        IEnumerable<string>? select = null,
        Action<NewerRowException>? newer = null)
    {
        var (from, before) = range;
        return await table.ListAsync(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {from} and RowKey lt {before}"), cancellationToken, max, select, newer);
    }

    /// <summary>The rows that fit a filter.</summary>
    /// <param name="table">The table.</param>
    /// <param name="filter">What they fit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="select">What is read of them; null for all.</param>
    /// <param name="newer">Is told of rows that a newer version wrote, which are left out then; null: they are a fault.</param>
    public static async Task<List<TableEntity>> ListAsync(
        this TableClient table,
        string filter,
        CancellationToken cancellationToken,
        int? max = null,
        IEnumerable<string>? select = null,
        Action<NewerRowException>? newer = null)
    {
        const int PageSize = 1_000;
        var found = new List<TableEntity>();
        if (max <= 0)
        {
            return found;
        }

        var size = max is { } most ? Math.Min(most, PageSize) : (int?)null;
        await foreach (var row in table.QueryAsync<TableEntity>(filter, size, select is null ? null : select.Union(OwnNames), cancellationToken))
        {
            if (Fault(row) is NewerRowException fault && newer is not null)
            {
                newer(fault);
                continue;
            }

            found.Add(Checked(row));
            if (found.Count == max)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Writes to one partition, all or none.</summary>
    public static async Task<Written> TrySubmitAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        try
        {
            return new(200, null, (await table.SubmitTransactionAsync(actions, cancellationToken)).Value);
        }
        catch (TableTransactionFailedException refused) when (IsOrdinary(refused))
        {
            return new(refused.Status, refused.FailedTransactionActionIndex, []);
        }
    }

    /// <summary>Adds a row.</summary>
    /// <returns>Its ETag; null when there is one of its keys.</returns>
    public static async Task<ETag?> TryAddAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.AddEntityAsync(row, cancellationToken)).Headers.ETag ?? default;
        }
        catch (RequestFailedException refused) when (refused.Status == 409)
        {
            return null;
        }
    }

    /// <summary>Whether the stored row bears this row's mark: it was added by the call whose answer said that it was there already.</summary>
    public static async Task<bool> IsOwnAsync(this TableClient table, TableEntity row, CancellationToken cancellationToken) =>
        await table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken, ["Mark"]) is { } stored && stored.GetString("Mark") == row.GetString("Mark");

    /// <summary>Changes what the row names, if it is as it was read.</summary>
    /// <returns>Its ETag; null when it is not.</returns>
    public static async Task<ETag?> TryMergeAsync(this TableClient table, TableEntity row, ETag read, CancellationToken cancellationToken)
    {
        try
        {
            return (await table.UpdateEntityAsync(row, read, TableUpdateMode.Merge, cancellationToken)).Headers.ETag ?? default;
        }
        catch (RequestFailedException refused) when (refused.Status is 404 or 412)
        {
            return null;
        }
    }

    /// <summary>Takes a row away, if it is as it was read.</summary>
    /// <returns>False when it is not, or is gone.</returns>
    public static async Task<bool> TryDeleteAsync(this TableClient table, TableEntity read, CancellationToken cancellationToken)
    {
        const int NotFound = 404;
        try
        {
            return (await table.DeleteEntityAsync(read.PartitionKey, read.RowKey, read.ETag, cancellationToken)).Status != NotFound;
        }
        catch (RequestFailedException refused) when (refused.Status == 412)
        {
            return false;
        }
    }

    /// <summary>Writes rows without conditions: partition by partition, 100 in a transaction.</summary>
    public static async Task PutAllAsync(this TableClient table, IEnumerable<TableEntity> rows, CancellationToken cancellationToken) =>
        await Bounded.RunAsync(
            [.. rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).SelectMany(partition => partition.Chunk(100))],
            async part => part.Length == 1
                ? await table.UpsertEntityAsync(part[0], TableUpdateMode.Replace, cancellationToken)
                : (await table.SubmitTransactionAsync(
                    [.. part.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken)).GetRawResponse());

    private static bool IsOrdinary(RequestFailedException refused) => refused.Status is 404 or 409 or 412;

    /// <summary>The version that a row says it is of; 1 where it says none.</summary>
    public static int VersionOf(TableEntity row) => row.GetInt32(VersionName) ?? 1;

    /// <summary>What changes nothing of a row but its ETag, to be merged.</summary>
    public static TableEntity AsItStands(TableEntity row) => new(row.PartitionKey, row.RowKey) { [VersionName] = VersionOf(row) };

    private static TableEntity Checked(TableEntity row) => Fault(row) is { } fault ? throw fault : row;

    private static StorageException? Fault(TableEntity row)
    {
        var (kind, version) = (TableKinds.Of(row.PartitionKey, row.RowKey), VersionOf(row));
        return kind.Reads.Contains(version) ? null
            : version > kind.Newest ? new NewerRowException($"{row.PartitionKey} {row.RowKey}", version)
            : StorageException.Older($"{row.PartitionKey} {row.RowKey}", version);
    }
}

/// <summary>What became of a transaction.</summary>
/// <param name="Status">200; 404 a row was missing, 409 a row was there, 412 a row has changed.</param>
/// <param name="FailedAt">Which write was refused; null for none, or where the service did not say.</param>
/// <param name="Answers">The answer to each write.</param>
internal sealed record Written(int Status, int? FailedAt, IReadOnlyList<Response> Answers)
{
    public bool IsDone => Status == 200;

    /// <summary>The ETag of the row that a write left.</summary>
    public ETag ETagOf(int write) => Answers[write].Headers.ETag ?? default;
}
