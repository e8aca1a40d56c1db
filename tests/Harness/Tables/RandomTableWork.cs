using System.Globalization;
using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>Work on one table that a seed decides, told as lines that leave out what two services may choose for themselves.</summary>
internal sealed class RandomTableWork(TableClient table, int seed)
{
    private static readonly ETag Never = new("W/\"datetime'2020-01-01T00%3A00%3A00.0000000Z'\"");
    private static readonly string[] Filters =
    [
        "",
        "PartitionKey eq 'p1'",
        "PartitionKey eq 'p0' and RowKey ge 'r2' and RowKey lt 'r5'",
        "PartitionKey ge 'p1' and Count gt 40",
        "Count lt 50 or Text eq 'b'",
        "not (Text eq 'a') and PartitionKey eq 'p2'",
        "RowKey eq 'r3'",
    ];

    private readonly Random _random = new(seed);
    private readonly Dictionary<(string, string), List<ETag>> _tags = [];

    /// <summary>Does the work, and says what came of each piece of it.</summary>
    public async Task<List<string>> RunAsync(int pieces)
    {
        var told = new List<string>();
        for (var piece = 0; piece < pieces; piece++)
        {
            var (what, work) = Next();
            try
            {
                told.Add($"{what}: {await work()}");
            }
            catch (TableTransactionFailedException error)
            {
                told.Add($"{what}: refused {error.Status} {error.ErrorCode} at {error.FailedTransactionActionIndex}");
            }
            catch (RequestFailedException error)
            {
                told.Add($"{what}: refused {error.Status} {error.ErrorCode}");
            }
        }

        return told;
    }

    private (string What, Func<Task<string>> Work) Next()
    {
        var row = Row($"p{_random.Next(3)}");
        var mode = _random.Next(2) == 0 ? TableUpdateMode.Merge : TableUpdateMode.Replace;
        var tag = Tag(row);
        var name = $"{row.PartitionKey}/{row.RowKey}";
        switch (_random.Next(8))
        {
            case 0:
                return ($"add {name}", async () => Noted(row, await table.AddEntityAsync(row)));
            case 1:
            case 2:
                return ($"update {name} {mode}", async () => Noted(row, await table.UpdateEntityAsync(row, tag, mode)));
            case 3:
                return ($"upsert {name} {mode}", async () => Noted(row, await table.UpsertEntityAsync(row, mode)));
            case 4:
                return ($"delete {name}", async () => $"{(await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, tag)).Status}");
            case 5:
                var actions = Actions(row.PartitionKey);
                var all = string.Join(", ", actions.Select(action => $"{action.ActionType} {action.Entity.RowKey}"));
                return ($"transaction in {row.PartitionKey} of {all}", () => SubmitAsync(actions));
            case 6:
                return ($"get {name}", () => GetAsync(row));
            default:
                var filter = Filters[_random.Next(Filters.Length)];
                var size = _random.Next(1, 9);
                return ($"query {filter} by {size}", () => QueryAsync(filter, size));
        }
    }

    private async Task<string> SubmitAsync(List<TableTransactionAction> actions)
    {
        var answers = (await table.SubmitTransactionAsync(actions)).Value;
        return string.Join(' ', actions.Zip(answers, (action, answer) => Noted(action.Entity, answer)));
    }

    private async Task<string> GetAsync(TableEntity row)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey);
        return found.HasValue ? Told(found.Value!) : "none";
    }

    private async Task<string> QueryAsync(string filter, int size) =>
        string.Join("; ", await table.QueryAsync<TableEntity>(filter, size).Select(Told).ToListAsync());

    private List<TableTransactionAction> Actions(string partition)
    {
        var actions = new List<TableTransactionAction>();
        for (var count = _random.Next(1, 6); count > 0; count--)
        {
            var row = Row(partition);
            var action = (TableTransactionActionType)_random.Next(6);
            var tag = Tag(row);
            actions.Add(action is UpdateMerge or UpdateReplace or Delete ? new(action, row, _random.Next(4) == 0 ? default : tag) : new(action, row));
        }

        return actions;
    }

    private TableEntity Row(string partition)
    {
        var row = new TableEntity(partition, $"r{_random.Next(8)}");
        if (_random.Next(3) > 0)
            row["Count"] = _random.Next(100);
        if (_random.Next(3) > 0)
            row["Text"] = $"{(char)('a' + _random.Next(4))}";
        return row;
    }

    private ETag Tag(TableEntity row)
    {
        var kind = _random.Next(6);
        var known = _tags.GetValueOrDefault((row.PartitionKey, row.RowKey)) ?? [Never];
        return kind switch
        {
            0 => ETag.All,
            1 => known[0],
            2 => Never,
            _ => known[^1],
        };
    }

    private string Noted(ITableEntity row, Response answer)
    {
        if (answer.Headers.ETag is { } tag)
        {
            if (!_tags.TryGetValue((row.PartitionKey, row.RowKey), out var known))
                _tags[(row.PartitionKey, row.RowKey)] = known = [];
            known.Add(tag);
        }

        return $"{answer.Status}";
    }

    private string Told(TableEntity row)
    {
        var isLast = _tags.TryGetValue((row.PartitionKey, row.RowKey), out var known) && known[^1] == row.ETag;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.PartitionKey}/{row.RowKey} {row.GetInt32("Count")} {row.GetString("Text")} {(isLast ? "as written" : "of another version")}");
    }
}
