using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Tipstaff.Local.Commands;

namespace Tipstaff.Peers;

/// <summary>Requests a second to the real program, each of them durable where it changes something, beside endpoints that do nothing.</summary>
/// <remarks>
/// Both run in a process of their own and are asked turn by turn. The limits are the usual ones: the program is told that a proxy stands
/// before it (<c>Limits__Proxies=1</c>), and each request comes from another address. What a subscription brings about is part of its
/// cost: the mails that ask for confirmation go to the outbox folder meanwhile.
/// </remarks>
internal static class HttpPeer
{
    private const int Rounds = 5;
    private const int Connections = 16;
    private const string Json = "application/json";

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private static int _requests;

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tipstaff-peers");
        var (site, bare) = (new Uri($"http://127.0.0.1:{FreePort()}"), new Uri($"http://127.0.0.1:{FreePort()}"));
        using var ours = Start(typeof(CommandFailure).Assembly.Location, "run", "--data", folder.FullName, "--urls", site.OriginalString);
        using var trivial = Start(typeof(HttpPeer).Assembly.Location, "trivial", bare.OriginalString);
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
            await UpAsync(client, new Uri(site, "/health/live"));
            await UpAsync(client, new Uri(bare, "/"));
            await CompareAsync(client, "GET /health", () => Get(new Uri(site, "/health")), () => Get(bare), HttpStatusCode.OK);
            await CompareAsync(client, "POST /api/subscriptions", () => Post(new Uri(site, "/api/subscriptions")), () => Post(bare), HttpStatusCode.Accepted);
        }
        finally
        {
            ours.Kill();
            trivial.Kill();
            await Task.WhenAll(ours.WaitForExitAsync(), trivial.WaitForExitAsync());
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a request costs that asks for nothing: Kestrel, routing, and a body that is read.</summary>
    public static async Task RunTrivialAsync(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.MapGet("/", () => Results.Json(new { status = "up" }));
        app.MapPost("/", async (HttpRequest request) =>
        {
            await request.Body.CopyToAsync(Stream.Null);
            return Results.Json(new { status = "confirmationRequested" }, statusCode: StatusCodes.Status202Accepted);
        });
        await app.RunAsync(url);
    }

    private static async Task CompareAsync(
        HttpClient client, string name, Func<HttpRequestMessage> ours, Func<HttpRequestMessage> theirs, HttpStatusCode expected)
    {
        await TurnAsync(client, ours, expected);
        await TurnAsync(client, theirs, expected);
        var (us, them) = (new List<double[]>(), new List<double[]>());
        for (var round = 0; round < Rounds; round++)
        {
            us.Add(await TurnAsync(client, ours, expected));
            them.Add(await TurnAsync(client, theirs, expected));
        }

        Console.WriteLine($"http: {name}: {Shown(us)}; doing nothing {Shown(them)}; ratio {Rate(us) / Rate(them):F2}");
    }

    /// <summary>Asks on all connections for as long as a turn lasts.</summary>
    /// <returns>How long each answer took, in milliseconds.</returns>
    private static async Task<double[]> TurnAsync(HttpClient client, Func<HttpRequestMessage> request, HttpStatusCode expected)
    {
        var end = Stopwatch.GetTimestamp() + (long)(Turn.TotalSeconds * Stopwatch.Frequency);
        var took = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            var mine = new List<double>();
            for (var start = Stopwatch.GetTimestamp(); start < end; start = Stopwatch.GetTimestamp())
            {
                using var asked = request();
                using var answer = await client.SendAsync(asked);
                await answer.Content.CopyToAsync(Stream.Null);
                mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (answer.StatusCode != expected)
                {
                    throw new InvalidOperationException($"{asked.Method} {asked.RequestUri} is answered {(int)answer.StatusCode}, not {(int)expected}.");
                }
            }

            return mine;
        }));
        return [.. took.SelectMany(one => one)];
    }

    private static double Rate(List<double[]> turns) => ReaderPeer.Median([.. turns.Select(turn => turn.Length / Turn.TotalSeconds)]);

    private static string Shown(List<double[]> turns)
    {
        var all = turns.SelectMany(turn => turn).Order().ToList();
        return $"{Rate(turns):N0}/s, p50 {all[all.Count / 2]:F1} ms, p99 {all[all.Count * 99 / 100]:F1} ms";
    }

    private static HttpRequestMessage Get(Uri uri) => FromElsewhere(new HttpRequestMessage(HttpMethod.Get, uri));

    private static HttpRequestMessage Post(Uri uri)
    {
        var number = Interlocked.Increment(ref _requests);
        var body = $$"""{"email":"reader{{number}}@example.com","court":"nysd","docketNumber":"1:26-cv-{{number % 99_999 + 1:D5}}"}""";
        return FromElsewhere(new HttpRequestMessage(HttpMethod.Post, uri) { Content = new StringContent(body, Encoding.UTF8, Json) });
    }

    private static HttpRequestMessage FromElsewhere(HttpRequestMessage request)
    {
        var number = Interlocked.Increment(ref _requests);
        request.Headers.Add("X-Forwarded-For", $"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}");
        return request;
    }

    private static async Task UpAsync(HttpClient client, Uri uri)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(uri);
                return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", args) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["Limits__Proxies"] = "1";
        start.Environment["Limits__ConfirmationsPerDomain"] = "1000000";
        // What the work takes is measured, not the time that is waited beyond it.
        start.Environment["Limits__AnswerEvery"] = "00:00:00";
        var process = Process.Start(start)!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
