using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tests.Support;

/// <summary>Courts' feeds on a free loopback port, without <c>ETag</c> and <c>Last-Modified</c>: each check gets a whole body.</summary>
internal sealed class LoopbackFeedServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _bodies = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _answers = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    private LoopbackFeedServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/{name}.xml", (string name) =>
        {
            _answers.AddOrUpdate(name, 1, (_, count) => count + 1);
            return _bodies.TryGetValue(name, out var body) ? Results.Bytes(body, "application/xml") : Results.NotFound();
        });
    }

    public static async Task<LoopbackFeedServer> StartAsync()
    {
        var server = new LoopbackFeedServer();
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What the feed of that name says from now on.</summary>
    public void Put(string name, byte[] body) => _bodies[name] = body;

    /// <inheritdoc cref="Put(string, byte[])"/>
    public void Put(string name, string body) => Put(name, Encoding.Latin1.GetBytes(body));

    /// <summary>How often the feed was asked for.</summary>
    public int Answers(string name) => _answers.GetValueOrDefault(name);

    /// <summary>The argument of <c>--feed</c> that puts a feed of this server in place of a court's own.</summary>
    public string FeedOf(string court, string name) => $"{court}={_app.Urls.Single()}/{name}.xml";

    /// <summary>Waits until each feed was checked so many times more, from its first byte to what the check wrote.</summary>
    public async Task PassAsync(int times, params IReadOnlyCollection<string> names)
    {
        // A court is asked one request at a time: the next request says that the check before it is over.
        var wanted = names.ToDictionary(name => name, name => Answers(name) + times + 1, StringComparer.Ordinal);
        await Until.TrueAsync(
            () => wanted.All(one => Answers(one.Key) >= one.Value),
            () => string.Join(", ", wanted.Select(one => $"{one.Key} asked {Answers(one.Key)} times of {one.Value}")));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
