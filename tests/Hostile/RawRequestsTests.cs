using System.Net.Sockets;
using System.Text;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>
/// Bytes that are no HTTP, or that two servers would read as two different requests, as the server of one machine answers them. On Azure
/// the front end does, before a function is called.
/// </summary>
public sealed class RawRequestsTests
{
    private const string Body = """{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";
    private const string Json = "Content-Type: application/json\r\n";

    private static readonly (string What, string Request, int Status)[] Rows =
    [
        ("a nought in the path", Get("/api/courts/nysd%00"), 400),
        ("a nought in the path, as it is", Get("/api/courts/nysd\0"), 400),
        ("a nought in a letter's name", Get("/outbox/0123456789abcdef0123456789abcdef%00.eml"), 400),
        ("a path that is no UTF-8", Get("/api/courts/%C3%28"), 404),
        ("a path of nine thousand characters", Get($"/{new string('a', 9_000)}"), 414),
        ("a header of forty thousand characters", Get("/api/courts", $"X-Long: {new string('a', 40_000)}\r\n"), 431),
        ("two hundred headers", Get("/api/courts", string.Concat(Enumerable.Range(0, 200).Select(n => $"X-{n}: a\r\n"))), 431),
        ("a header without a name", Get("/api/courts", ": a\r\n"), 400),
        ("a header without a colon", Get("/api/courts", "Authorization\r\n"), 400),
        ("a name with a space", Get("/api/courts", "Content-Length : 0\r\n"), 400),
        ("a nought in a header", Get("/api/courts", "Authorization: Bearer \0\r\n"), 400),
        ("a carriage return in a header", Get("/api/courts", "X-A: a\rX-Injected: yes\r\n"), 400),
        ("a header that is no UTF-8", Get("/api/subscriptions", "Authorization: Bearer ä\r\n"), 400),
        ("a folded header", Get("/api/courts", "X-A: a\r\n b\r\n"), 400),
        ("no host", "GET /api/courts HTTP/1.1\r\n\r\n", 400),
        ("two hosts", Get("/api/courts", "Host: 127.0.0.1\r\n"), 400),
        ("another host", "GET /api/courts HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
        ("a host of another site in the request line", "GET http://evil.example/api/operations/dead-letters HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 400),
        ("no version", "GET /api/courts\r\n\r\n", 400),
        ("a version that is none", "GET /api/courts HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n", 505),
        ("a method with a space", "DAN CE /api/courts HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 400),
        ("a connection to elsewhere", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\nConnection: close\r\n\r\n", 400),
        ("an asterisk", "GET * HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", 405),
        ("a greeting of TLS", "\u0016\u0003\u0001\u0000\u00C8\u0001\u0000\u0000\u00C4\u0003\u0003\r\n\r\n", 400),
        ("a length below nought", Post("Content-Length: -1\r\n"), 400),
        ("a length that is none", Post("Content-Length: many\r\n"), 400),
        ("two lengths", Post($"Content-Length: {Body.Length}\r\nContent-Length: 1\r\n"), 400),
        ("a length and chunks", Post($"Content-Length: {Body.Length}\r\nTransfer-Encoding: chunked\r\n"), 400),
        ("chunks that are none", Post("Transfer-Encoding: chunked\r\n"), 400),
        ("chunks of a length below nought", Post("Transfer-Encoding: chunked\r\n", $"-1\r\n{Body}\r\n0\r\n\r\n"), 400),
        ("another coding than chunks", Post("Transfer-Encoding: gzip\r\n"), 400),
        ("a body that is a megabyte longer than is taken", Post($"Content-Length: {2 << 20}\r\n"), 413),
    ];

    [Fact]
    public async Task Bytes_NoRequestThatCanBeTrusted_AreRefusedAndChangeNothing()
    {
        await using var host = await LocalHost.StartAsync();
        await host.SubscribeAsync();
        var (before, wrong) = (StoredRows.Of(host), new List<string>());

        foreach (var (what, request, status) in Rows)
        {
            var answer = await SendAsync(host.Client.BaseAddress!, request);
            if (!answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal) || answer.Contains("X-Injected", StringComparison.OrdinalIgnoreCase))
            {
                wrong.Add($"{what}: {status} expected, got {(answer.Length > 200 ? answer[..200] : answer)}");
            }

            if (!before.SequenceEqual(StoredRows.Of(host)))
            {
                wrong.Add($"{what}: changed what is stored");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        using var alive = await host.GetAsync("/health/live");
        Assert.True(alive.IsSuccessStatusCode);
    }

    private static string Get(string path, string headers = "") => $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{headers}\r\n";

    private static string Post(string headers, string body = Body) => $"POST /api/subscriptions HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{Json}{headers}\r\n{body}";

    private static async Task<string> SendAsync(Uri server, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        var stream = client.GetStream();
        var answer = new StringBuilder();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            var buffer = new byte[4_096];
            for (int read; (read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken)) > 0;)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (IOException)
        {
            // The server answered and left while more was on its way.
        }

        return answer.ToString();
    }
}
