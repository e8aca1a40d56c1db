using System.Globalization;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>A transaction as it crosses the wire: one change set of requests in one request.</summary>
internal static class RestBatch
{
    private const string Line = "\r\n";

    /// <summary>The request's body.</summary>
    /// <param name="service">The service's address, before the table's name.</param>
    /// <param name="writes">The table's name and what to write.</param>
    /// <param name="batch">The boundary of the whole.</param>
    /// <param name="changes">The boundary of the change set.</param>
    public static byte[] Body(string service, (string Table, IReadOnlyList<TableWrite> All) writes, string batch, string changes)
    {
        var body = new StringBuilder();
        body.Append($"--{batch}{Line}Content-Type: multipart/mixed; boundary={changes}{Line}{Line}");
        foreach (var write in writes.All)
        {
            body.Append($"--{changes}{Line}Content-Type: application/http{Line}Content-Transfer-Encoding: binary{Line}{Line}");
            body.Append($"{Method(write)} {service}/{Path(writes.Table, write)} HTTP/1.1{Line}");
            body.Append($"Accept: {RestChannel.Json}{Line}DataServiceVersion: 3.0{Line}Prefer: return-no-content{Line}");
            if (write.Tag is not null)
                body.Append($"If-Match: {write.Tag}{Line}");
            if (write.Action is not TableTransactionActionType.Delete)
                body.Append($"Content-Type: application/json{Line}{Line}{RestRow.Write(write)}{Line}");
            else
                body.Append(Line);
        }

        body.Append($"--{changes}--{Line}--{batch}--{Line}");
        return Encoding.UTF8.GetBytes(body.ToString());
    }

    /// <summary>The request's method for a write.</summary>
    public static HttpMethod Method(TableWrite write) => write.Action switch
    {
        TableTransactionActionType.Add => HttpMethod.Post,
        TableTransactionActionType.Delete => HttpMethod.Delete,
        _ => write.Merges ? HttpMethod.Patch : HttpMethod.Put,
    };

    /// <summary>The request's path for a write.</summary>
    public static string Path(string table, TableWrite write) =>
        write.Action is TableTransactionActionType.Add ? table : Row(table, write.PartitionKey, write.RowKey);

    /// <summary>The path of a row.</summary>
    public static string Row(string table, string partitionKey, string rowKey) =>
        $"{table}(PartitionKey='{Quoted(partitionKey)}',RowKey='{Quoted(rowKey)}')";

    /// <summary>The versions that an answer tells, or its refusal.</summary>
    public static List<string?> Read(string answer)
    {
        var tags = new List<string?>();
        foreach (var part in answer.Split("HTTP/1.1 ").Skip(1))
        {
            var status = int.Parse(part.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture);
            if (status >= 300)
                throw Refusal(status, part);
            var tag = part.Split('\n').Select(line => line.Trim()).FirstOrDefault(
                line => line.StartsWith("ETag:", StringComparison.OrdinalIgnoreCase));
            tags.Add(tag?["ETag:".Length..].Trim());
        }

        return tags;
    }

    private static TableTransactionFailedException Refusal(int status, string part)
    {
        var start = part.IndexOf('{', StringComparison.Ordinal);
        var end = part.LastIndexOf('}');
        var error = RestChannel.Refusal(status, start < 0 ? part : part[start..(end + 1)]);
        return Named(error);
    }

    // 0:The specified entity already exists.  -->  0
    public static TableTransactionFailedException Named(RequestFailedException error)
    {
        var colon = error.Message.IndexOf(':', StringComparison.Ordinal);
        var named = int.TryParse(
            error.Message.AsSpan(0, Math.Max(colon, 0)), NumberStyles.None, CultureInfo.InvariantCulture, out var index);
        return TableFailures.InTransaction(named ? index : null, error.Status, error.ErrorCode ?? "", error.Message);
    }

    private static string Quoted(string key) => Uri.EscapeDataString(key.Replace("'", "''", StringComparison.Ordinal));
}
