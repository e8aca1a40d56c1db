using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tests.Support;

/// <summary>An OTLP receiver over HTTP on a free loopback port.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, string Body)> _taken = new();
    private readonly TaskCompletionSource _end = new();
    private readonly WebApplication _app;

    private OtlpReceiver(bool isStalling)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/{**path}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            // Names and words stand in the bytes of a message as they are.
            _taken.Enqueue((request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            await (isStalling ? _end.Task : Task.CompletedTask);
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    public Uri Url => new(_app.Urls.Single());

    public static async Task<OtlpReceiver> StartAsync(bool isStalling = false)
    {
        var receiver = new OtlpReceiver(isStalling);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>All that came to a path, one message behind the other.</summary>
    public string Taken(string path) => string.Concat(_taken.Where(taken => taken.Path == path).Select(taken => taken.Body));

    /// <summary>To which paths something came.</summary>
    public IReadOnlyList<string> Paths => [.. _taken.Select(taken => taken.Path).Distinct().Order(StringComparer.Ordinal)];

    public ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        return _app.DisposeAsync();
    }
}
