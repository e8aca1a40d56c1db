using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Azure;

namespace Tipstaff.AzureHarness;

/// <summary>A table server over HTTP.</summary>
internal sealed class RestTableBackend(RestChannel channel) : ITableBackend
{
    public async Task CreateTableAsync(string table, CancellationToken cancellationToken)
    {
        using var answer = await channel.DemandAsync(
            HttpMethod.Post, "Tables", Json($$"""{"TableName":{{JsonSerializer.Serialize(table)}}}"""), tag: null, cancellationToken);
    }

    public async Task DeleteTableAsync(string table, CancellationToken cancellationToken)
    {
        using var answer = await channel.DemandAsync(HttpMethod.Delete, $"Tables('{table}')", content: null, tag: null, cancellationToken);
    }

    public async Task<TablePage<string>> QueryTablesAsync(string? filter, int? top, string? next, CancellationToken cancellationToken)
    {
        var path = "Tables" + Query(("$filter", filter), ("$top", top?.ToString()), ("NextTableName", next));
        using var answer = await channel.DemandAsync(HttpMethod.Get, path, content: null, tag: null, cancellationToken);
        using var json = await ReadAsync(answer, cancellationToken);
        return new(
            [.. json.RootElement.GetProperty("value").EnumerateArray().Select(table => table.GetProperty("TableName").GetString()!)],
            Header(answer, "x-ms-continuation-NextTableName"));
    }

    public async Task<TableRow?> FindAsync(
        string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken)
    {
        var path = RestBatch.Row(table, partitionKey, rowKey) + Query(("$select", Names(select)));
        using var answer = await channel.SendAsync(HttpMethod.Get, path, content: null, tag: null, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            using var json = await ReadAsync(answer, cancellationToken);
            return RestRow.Read(json.RootElement);
        }

        var error = RestChannel.Refusal((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        return error is { Status: (int)HttpStatusCode.NotFound, ErrorCode: not "TableNotFound" } ? null : throw error;
    }

    public async Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken)
    {
        var method = RestBatch.Method(write);
        using var answer = await channel.DemandAsync(
            method,
            RestBatch.Path(table, write),
            method == HttpMethod.Delete ? null : Json(RestRow.Write(write)),
            write.Tag,
            cancellationToken);
        return Header(answer, "ETag");
    }

    public async Task<IReadOnlyList<string?>> TransactAsync(
        string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken)
    {
        var number = channel.NextNumber();
        using var content = new ByteArrayContent(RestBatch.Body(channel.Base, (table, writes), $"batch_{number}", $"changeset_{number}"));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/mixed; boundary=batch_{number}");
        try
        {
            using var answer = await channel.DemandAsync(HttpMethod.Post, "$batch", content, tag: null, cancellationToken);
            return RestBatch.Read(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (RequestFailedException error) when (error is not Azure.Data.Tables.TableTransactionFailedException)
        {
            throw RestBatch.Named(error);
        }
    }

    public async Task<TablePage<TableRow>> QueryAsync(
        string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken)
    {
        var from = next?.Split(' ', 2);
        var path = $"{table}()" + Query(
            ("$filter", filter),
            ("$top", top?.ToString()),
            ("$select", Names(select)),
            ("NextPartitionKey", from?[0]),
            ("NextRowKey", from?[1]));
        using var answer = await channel.DemandAsync(HttpMethod.Get, path, content: null, tag: null, cancellationToken);
        using var json = await ReadAsync(answer, cancellationToken);
        var nextPartition = Header(answer, "x-ms-continuation-NextPartitionKey");
        return new(
            [.. json.RootElement.GetProperty("value").EnumerateArray().Select(RestRow.Read)],
            nextPartition is null ? null : $"{nextPartition} {Header(answer, "x-ms-continuation-NextRowKey")}");
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string? Names(string[]? select) => select is null or [] ? null : string.Join(',', select);

    private static string Query(params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(parameter => !string.IsNullOrEmpty(parameter.Value));
        var query = string.Join('&', given.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}"));
        return query.Length == 0 ? "" : $"?{query}";
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
}
