using Microsoft.Data.Sqlite;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>What a head has stored and queued, a line each, so that two looks can be held against each other.</summary>
internal static class StoredRows
{
    /// <summary>Each row of each table, and each file of the outbox.</summary>
    public static IReadOnlyList<string> Of(LocalHost host)
    {
        using var database = new SqliteConnection($"Data Source={host.DatabasePath};Mode=ReadOnly;Pooling=False");
        database.Open();
        var outbox = Path.Combine(Path.GetDirectoryName(host.DatabasePath)!, "outbox");
        return
        [
            .. Rows(database, "SELECT name FROM sqlite_master WHERE type = 'table'").SelectMany(table => Rows(database, $"SELECT * FROM {table}").Select(row => $"{table} {row}")),
            .. Directory.Exists(outbox) ? Directory.GetFiles(outbox) : [],
        ];
    }

    /// <summary>Each row of each table with its version, and each message that waits to be delivered.</summary>
    public static IReadOnlyList<string> Of(AzureCloud cloud) =>
    [
        .. from table in cloud.Tables.Names()
           where table != "courts"
           from row in cloud.Tables.Query(table, new TableFilter.Everything(), int.MaxValue, null).Items
           where row.RowKey != TableKeys.Head
           select $"{table} {row.PartitionKey} {row.RowKey} {row.Tag} {string.Join(' ', row.Values.Values)}",
        .. cloud.Bus.Find("alerts").Messages.Select(message => message.MessageId),
    ];

    private static List<string> Rows(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }
}
