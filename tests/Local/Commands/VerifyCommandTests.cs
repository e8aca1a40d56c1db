using System.Net;
using System.Net.Sockets;
using System.Text;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

/// <summary>The command by which the pipeline verifies a deployment, before apps of every kind.</summary>
public sealed class VerifyCommandTests
{
    private const string Version = "20261121.3+c0ffee";
    private const string Up = """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":"2026-11-21T12:05:00Z"}}""";

    [Fact]
    public async Task Verify_OldVersionAtFirst_IsPatient()
    {
        await using var app = new SomeApp("200 OK", Up.Replace(Version, "20261120.1+beef", StringComparison.Ordinal), "503 Service Unavailable", "<html>", "200 OK", Up);

        var (status, output, errors) = await VerifyAsync(app.Url, "--canary-since", "2026-11-21T12:00:00Z", "--patience", "50s");

        Assert.Equal((0, ""), (status, errors));
        Assert.Contains("It runs 20261120.1+beef in place of", output, StringComparison.Ordinal);
        Assert.Contains("is no Tipstaff", output, StringComparison.Ordinal);
        Assert.Contains($"runs {Version}, and the canary's entry arrived.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", """{"status":"up","version":"20261120.1+beef"}""", "It runs 20261120.1+beef")]
    [InlineData("503 Service Unavailable", """{"status":"down","version":"20261121.3+c0ffee"}""", "It says that it is down")]
    [InlineData("200 OK", "rubbish", "is no Tipstaff")]
    [InlineData("302 Found\r\nLocation: http://127.0.0.1:1/health", "", "elsewhere (HTTP 302)")]
    [InlineData("200 OK", """{"status":"up","version":"20261121.3+c0ffee","canary":{"filedAt":"2026-11-21T11:55:00Z"}}""", "canary-missing")]
    public async Task Verify_ItStaysSo_IsStatus1AndOneLineThatSaysWhatToDo(string status, string body, string said)
    {
        await using var app = new SomeApp(status, body);

        var (exit, _, errors) = await VerifyAsync(app.Url, "--canary-since", "2026-11-21T12:00:00Z", "--patience", "2s");

        Assert.Equal(1, exit);
        Assert.StartsWith("tipstaff: 127.0.0.1 is not verified after", Assert.Single(Lines(errors)), StringComparison.Ordinal);
        Assert.Contains(said, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NobodyThereNoTlsOrNoAnswer_IsStatus1AndSaysSo()
    {
        await using var plain = new SomeApp("200 OK", Up);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var (nobody, _, noConnection) = await VerifyAsync(new Uri("http://127.0.0.1:1"), "--patience", "1s");
        var (insecure, _, noTls) = await VerifyAsync(new Uri($"https://127.0.0.1:{plain.Url.Port}"), "--patience", "1s");
        var (mute, _, nothing) = await VerifyAsync(new Uri($"http://{silent.LocalEndpoint}"), "--patience", "1s");

        Assert.Equal([1, 1, 1], new[] { nobody, insecure, mute });
        Assert.Contains("no connection", noConnection, StringComparison.Ordinal);
        Assert.Contains("no secure connection", noTls, StringComparison.Ordinal);
        Assert.Contains("nothing came within 1 s", nothing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://alerts.example.com", Version, "--patience", "1s")]
    [InlineData("nowhere", Version, "--patience", "1s")]
    [InlineData("http://127.0.0.1:1", Version, "--patience", "soon")]
    [InlineData("http://127.0.0.1:1", " ", "--patience", "1s")]
    [InlineData("http://127.0.0.1:1", Version, "--canary-since", "lunch")]
    public async Task Verify_WrongUsage_IsStatus2(string url, string version, string option, string value)
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync("verify", url, "--version", version, option, value);

        Assert.Equal(2, status);
        Assert.Single(Lines(errors));
    }

    private static Task<(int ExitStatus, string Output, string Errors)> VerifyAsync(Uri url, params string[] args) =>
        TipstaffProcess.RunAsync(["verify", url.ToString(), "--version", Version, "--every", "1s", .. args]);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Answers each request with the next of its answers, the last one again and again.</summary>
    private sealed class SomeApp : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _end = new();
        private readonly string[] _answers;
        private readonly Task _serving;

        public SomeApp(params string[] answers)
        {
            _answers = answers;
            _listener.Start();
            _serving = ServeAsync();
        }

        public Uri Url => new($"http://{_listener.LocalEndpoint}");

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            _listener.Stop();
            await _serving;
            _end.Dispose();
        }

        private async Task ServeAsync()
        {
            for (var next = 0; ;)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                    await using var stream = client.GetStream();
                    var request = new byte[4096];
                    var read = await stream.ReadAsync(request, _end.Token);
                    var isHttp = Encoding.ASCII.GetString(request, 0, read).StartsWith("GET ", StringComparison.Ordinal);
                    var body = Encoding.UTF8.GetBytes(_answers[next + 1]);
                    await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_answers[next]}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), _end.Token);
                    await stream.WriteAsync(body, _end.Token);
                    next = isHttp && next + 3 < _answers.Length ? next + 2 : next;
                }
                catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
                {
                    if (_end.IsCancellationRequested)
                    {
                        return;
                    }
                }
            }
        }
    }
}
