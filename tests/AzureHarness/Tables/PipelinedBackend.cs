using Azure.Core;
using Azure.Core.Pipeline;

namespace Tipstaff.AzureHarness;

/// <summary>Sends each request through the policies of a client's options before it is done; the SDK's own repetitions are not among them.</summary>
internal sealed class PipelinedBackend(ITableBackend backend, ClientOptions options) : ITableBackend
{
    private readonly HttpPipeline _pipeline = HttpPipelineBuilder.Build(WithoutTransport(options));

    public Task CreateTableAsync(string table, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Post, () => AsTask(backend.CreateTableAsync(table, cancellationToken)), cancellationToken);

    public Task DeleteTableAsync(string table, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Delete, () => AsTask(backend.DeleteTableAsync(table, cancellationToken)), cancellationToken);

    public Task<TablePage<string>> QueryTablesAsync(string? filter, int? top, string? next, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Get, () => backend.QueryTablesAsync(filter, top, next, cancellationToken), cancellationToken);

    public Task<TableRow?> FindAsync(string table, string partitionKey, string rowKey, string[]? select, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Get, () => backend.FindAsync(table, partitionKey, rowKey, select, cancellationToken), cancellationToken);

    public Task<string?> WriteAsync(string table, TableWrite write, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Put, () => backend.WriteAsync(table, write, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string?>> TransactAsync(string table, IReadOnlyList<TableWrite> writes, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Post, () => backend.TransactAsync(table, writes, cancellationToken), cancellationToken);

    public Task<TablePage<TableRow>> QueryAsync(
        string table, string? filter, int? top, string[]? select, string? next, CancellationToken cancellationToken) =>
        AfterAsync(RequestMethod.Get, () => backend.QueryAsync(table, filter, top, select, next, cancellationToken), cancellationToken);

    private static ClientOptions WithoutTransport(ClientOptions options)
    {
        options.Transport = NoTransport.Instance;
        return options;
    }

    private static async Task<bool> AsTask(Task work)
    {
        await work;
        return true;
    }

    private async Task<T> AfterAsync<T>(RequestMethod method, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(NoTransport.Nowhere);
        await _pipeline.SendAsync(message, cancellationToken);
        return await work();
    }

    // What becomes of a request is for the backend to say.
    private sealed class NoTransport : HttpPipelineTransport
    {
        public static readonly NoTransport Instance = new();
        public static readonly Uri Nowhere = new("https://tables.invalid/");

        public override void Process(HttpMessage message) => message.Response = new CloudResponse(204);

        public override ValueTask ProcessAsync(HttpMessage message)
        {
            Process(message);
            return ValueTask.CompletedTask;
        }

        public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();
    }
}
