using System.Globalization;
using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>The tables of a cloud: each call is one step that nothing interrupts.</summary>
internal sealed class TableStore(TimeProvider time)
{
    private readonly SortedDictionary<string, SortedRows<SortedRows<TableRow>>> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _lock = new();
    private DateTimeOffset _last;

    public bool Create(string table)
    {
        TableRules.CheckTable(table);
        lock (_lock)
        {
            return _tables.TryAdd(table, new());
        }
    }

    public bool Drop(string table)
    {
        lock (_lock)
        {
            return _tables.Remove(table);
        }
    }

    public IReadOnlyList<string> Names()
    {
        lock (_lock)
        {
            return [.. _tables.Keys];
        }
    }

    public TableRow? Find(string table, string partitionKey, string rowKey)
    {
        lock (_lock)
        {
            return Find(Of(table), partitionKey, rowKey);
        }
    }

    public string? Write(string table, TableWrite write)
    {
        using var alone = _lock.EnterScope();
        var rows = Of(table);
        var (row, gone) = Changed(rows, write);
        Put(rows, write, row, gone);
        return row?.Tag;
    }

    /// <summary>All of them, or none.</summary>
    public IReadOnlyList<string?> Transact(string table, IReadOnlyList<TableWrite> writes)
    {
        using var alone = _lock.EnterScope();
        var rows = Of(table);
        TransactionRules.Check(writes);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var changes = new (TableRow? Row, TableRow? Gone)[writes.Count];
        for (var index = 0; index < writes.Count; index++)
        {
            try
            {
                TransactionRules.Check(writes, index, keys);
                changes[index] = Changed(rows, writes[index]);
            }
            catch (Azure.RequestFailedException error)
            {
                throw TableFailures.InTransaction(index, error);
            }
        }

        for (var index = 0; index < writes.Count; index++)
            Put(rows, writes[index], changes[index].Row, changes[index].Gone);
        return [.. changes.Select(change => change.Row?.Tag)];
    }

    /// <summary>The rows that fit, from where a page before ended; at most so many, and 4 MiB.</summary>
    public TablePage<TableRow> Query(string table, TableFilter filter, int top, (string Partition, string Row)? from)
    {
        using var alone = _lock.EnterScope();
        var page = new List<TableRow>();
        var bytes = 0;
        foreach (var row in Candidates(Of(table), KeyRange.Of(filter), from))
        {
            if (!filter.Fits(row))
                continue;
            bytes += row.Size;
            if (page.Count == top || (bytes > TableRules.MaxPageBytes && page.Count > 0))
                return new(page, Continuation.Of(row.PartitionKey, row.RowKey));
            page.Add(row);
        }

        return new(page, null);
    }

    private static IEnumerable<TableRow> Candidates(
        SortedRows<SortedRows<TableRow>> rows, KeyRange range, (string Partition, string Row)? from)
    {
        var first = range.FirstPartition;
        if (from is { } start && string.CompareOrdinal(start.Partition, first) > 0)
            first = start.Partition;
        foreach (var partition in rows.Between(first, range.LastPartition))
        {
            foreach (var row in partition.Between(range.FirstRow, range.LastRow))
            {
                if (from is { } point && row.PartitionKey == point.Partition)
                {
                    // Seek once; the rest of the partition follows.
                    foreach (var later in partition.Between(point.Row, range.LastRow))
                        yield return later;
                    break;
                }

                yield return row;
            }
        }
    }

    private (TableRow? Row, TableRow? Gone) Changed(SortedRows<SortedRows<TableRow>> rows, TableWrite write)
    {
        TableRules.CheckKeys(write.PartitionKey, write.RowKey);
        var known = Find(rows, write.PartitionKey, write.RowKey);
        if (write.Action is TableTransactionActionType.Add)
            return known is null ? (Made(write, write.Values), null) : throw TableFailures.EntityAlreadyExists;
        if (write.Tag is { } expected)
        {
            if (known is null)
                throw TableFailures.ResourceNotFound;
            if (expected != "*" && expected != known.Tag)
                throw TableFailures.UpdateConditionNotSatisfied;
        }

        if (write.Action is TableTransactionActionType.Delete)
            return (null, known);
        if (known is null || !write.Merges)
            return (Made(write, write.Values), known);
        var merged = new Dictionary<string, object>(known.Values, StringComparer.Ordinal);
        foreach (var (name, value) in write.Values)
            merged[name] = value;
        return (Made(write, merged), known);
    }

    // Two writes at one moment of a virtual clock still get two versions.
    private TableRow Made(TableWrite write, Dictionary<string, object> values)
    {
        var size = TableRules.CheckedSize(write.PartitionKey, write.RowKey, values);
        var now = time.GetUtcNow();
        _last = now > _last ? now : _last.AddTicks(1);
        return new(write.PartitionKey, write.RowKey, values, _last, TagOf(_last.UtcDateTime), size);
    }

    // W/"datetime'2026-11-16T12%3A00%3A00.0000000Z'"
    private static string TagOf(DateTime time) => string.Create(46, time, static (tag, time) =>
    {
        Span<char> plain = stackalloc char[28];
        time.TryFormat(plain, out _, "O", CultureInfo.InvariantCulture);
        "W/\"datetime'".CopyTo(tag);
        plain[..13].CopyTo(tag[12..]);
        "%3A".CopyTo(tag[25..]);
        plain[14..16].CopyTo(tag[28..]);
        "%3A".CopyTo(tag[30..]);
        plain[17..].CopyTo(tag[33..]);
        "'\"".CopyTo(tag[44..]);
    });

    private static void Put(SortedRows<SortedRows<TableRow>> rows, TableWrite write, TableRow? row, TableRow? gone)
    {
        if (!rows.TryGet(write.PartitionKey, out var partition))
            rows.Set(write.PartitionKey, partition = new());
        if (row is not null)
            partition.Set(write.RowKey, row);
        else if (gone is not null)
            partition.Remove(write.RowKey);
        if (partition.Count == 0)
            rows.Remove(write.PartitionKey);
    }

    private static TableRow? Find(SortedRows<SortedRows<TableRow>> rows, string partitionKey, string rowKey) =>
        rows.TryGet(partitionKey, out var partition) && partition.TryGet(rowKey, out var row) ? row : null;

    private SortedRows<SortedRows<TableRow>> Of(string table) =>
        _tables.TryGetValue(table, out var rows) ? rows : throw TableFailures.TableNotFound;
}
