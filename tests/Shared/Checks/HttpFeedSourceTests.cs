using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class HttpFeedSourceTests : IDisposable
{
    private readonly TcpListener _court = new(IPAddress.Loopback, 0);
    private readonly ManualTimeProvider _clock = new();
    private CheckOptions _options = new();
    private string _request = "";
    private int _requests;

    public HttpFeedSourceTests() => _court.Start();

    public void Dispose() => _court.Dispose();

    [Theory]
    [InlineData("", "Tipstaff/0.1")]
    [InlineData("mailto:ops@example.com", "Tipstaff/0.1 (+mailto:ops@example.com)")]
    public async Task FetchAsync_UserAgent_NamesTheContactWhenThereIsOne(string contact, string userAgent)
    {
        _options = new CheckOptions { Contact = contact };

        await FetchAsync(Answer("204 No Content", ""));

        Assert.Contains($"User-Agent: {userAgent}\r\n", _request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_WholeAnswer_IsFetchedWithWhatTheNextRequestNeeds()
    {
        var fetch = await FetchAsync(Answer("200 OK", "<rss/>", "ETag: W/\"a\"", "Last-Modified: Mon, 02 Mar 2026 14:00:00 GMT"));

        var fetched = Assert.IsType<FeedFetch.Fetched>(fetch);
        Assert.Equal(("<rss/>", true), (Encoding.UTF8.GetString(fetched.Body.Span), fetched.IsWhole));
        Assert.Equal(("W/\"a\"", "Mon, 02 Mar 2026 14:00:00 GMT"), (fetched.ETag, fetched.LastModified));
        Assert.DoesNotContain("If-", _request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_Conditional_SendsBothAsTheyCame()
    {
        var fetch = await FetchAsync(Answer("304 Not Modified", ""), eTag: "W/\"a\"", lastModified: "Mon, 02 Mar 2026 14:00:00 GMT");

        Assert.IsType<FeedFetch.NotModified>(fetch);
        Assert.Contains("If-None-Match: W/\"a\"\r\n", _request, StringComparison.Ordinal);
        Assert.Contains("If-Modified-Since: Mon, 02 Mar 2026 14:00:00 GMT\r\n", _request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ETag: \"caf\u00e9\"")]
    [InlineData("Last-Modified: 2 m\u00e4rz 2026")]
    public async Task FetchAsync_MarkThatNoRequestCanBear_IsNotKept(string header)
    {
        var fetch = await FetchAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n{header}\r\n\r\n<rss/>"));

        var fetched = Assert.IsType<FeedFetch.Fetched>(fetch);
        Assert.Equal((null, null), (fetched.ETag, fetched.LastModified));
    }

    [Fact]
    public async Task FetchAsync_NotModifiedWithoutACondition_IsNoAnswer() =>
        Assert.Equal("HTTP 304", Assert.IsType<FeedFetch.Unavailable>(await FetchAsync(Answer("304 Not Modified", ""))).Reason);

    [Theory]
    [InlineData("Retry-After: 120", 120)]
    [InlineData("Retry-After: Mon, 02 Mar 2026 14:05:00 GMT", 300)]
    [InlineData("Retry-After: Mon, 02 Mar 2026 13:05:00 GMT", null)]
    [InlineData("Retry-After: soon", null)]
    public async Task FetchAsync_CourtSaysNo_TellsHowLongItAsksFor(string header, int? seconds)
    {
        var fetch = Assert.IsType<FeedFetch.Unavailable>(await FetchAsync(Answer("503 Service Unavailable", "busy", header)));

        Assert.Equal(("HTTP 503", seconds), (fetch.Reason, (int?)fetch.RetryAfter?.TotalSeconds));
    }

    [Fact]
    public async Task FetchAsync_ConnectionCutWithinTheBody_GivesWhatCame()
    {
        var whole = Answer("200 OK", "<rss><channel></channel></rss>");

        var fetch = Assert.IsType<FeedFetch.Fetched>(await FetchAsync(whole[..^10]));

        Assert.Equal(("<rss><channel></chan", false), (Encoding.UTF8.GetString(fetch.Body.Span), fetch.IsWhole));
    }

    [Fact]
    public async Task FetchAsync_OutOfTimeWithinTheBody_GivesWhatCame()
    {
        // More than sockets hold: once it is written, much of it was read.
        var half = 32 << 20;
        using var source = new HttpFeedSource(Options.Create(new CheckOptions { MaxFeedBytes = 1 << 30 }), _clock);
        using var limit = new CancellationTokenSource();
        var fetching = source.FetchAsync(Some.Nysd, Address, eTag: null, lastModified: null, limit.Token);
        using var connection = await _court.AcceptTcpClientAsync();
        await connection.GetStream().WriteAsync(Answer("200 OK", new string(' ', half * 2)).AsMemory()[..half]);

        await limit.CancelAsync();

        var fetched = Assert.IsType<FeedFetch.Fetched>(await fetching);
        Assert.False(fetched.IsWhole);
        Assert.InRange(fetched.Body.Length, 1, half);
    }

    [Fact]
    public async Task FetchAsync_ConnectionCutBeforeTheAnswer_IsUnavailable() =>
        Assert.IsType<FeedFetch.Unavailable>(await FetchAsync([]));

    [Fact]
    public async Task FetchAsync_CompressedAnswer_IsUnpacked()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write("<rss/>"u8);
        }

        var head = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n");
        var fetch = await FetchAsync([.. head, .. packed.ToArray()]);

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(Assert.IsType<FeedFetch.Fetched>(fetch).Body.Span));
    }

    [Theory]
    [InlineData("Content-Length: 5000")]
    [InlineData("Connection: close")]
    public async Task FetchAsync_LargerThanAllowed_IsRefusedAndNamesTheSetting(string header)
    {
        _options = new CheckOptions { MaxFeedBytes = 4096 };
        var answer = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{header}\r\n\r\n{new string('x', 5000)}");

        var fetch = Assert.IsType<FeedFetch.Unavailable>(await FetchAsync(answer));

        Assert.Contains("Checks:MaxFeedBytes", fetch.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_NoAnswerInTime_IsUnavailableAndNoShutdown()
    {
        using var source = new HttpFeedSource(Options.Create(_options), _clock);
        using var pipeline = new CheckPipeline(source, Options.Create(_options), Options.Create(new BreakerOptions()), _clock);
        var fetching = pipeline.FetchAsync(Some.Nysd, Address, eTag: null, lastModified: null, CancellationToken.None);
        using var connection = await _court.AcceptTcpClientAsync();

        _clock.Advance(_options.Timeout);

        Assert.Equal(new FeedFetch.Unavailable("no answer within 10 s", RetryAfter: null), await fetching);
    }

    [Theory]
    [InlineData("503 Service Unavailable", true)]
    [InlineData("500 Internal Server Error", true)]
    [InlineData("429 Too Many Requests", true)]
    [InlineData("408 Request Timeout", true)]
    [InlineData("425 Too Early", true)]
    [InlineData("401 Unauthorized", false)]
    [InlineData("403 Forbidden", false)]
    [InlineData("404 Not Found", false)]
    [InlineData("410 Gone", false)]
    public async Task FetchAsync_CourtSaysNo_TellsWhetherThatMayPass(string status, bool mayPass) =>
        Assert.Equal(mayPass, Assert.IsType<FeedFetch.Unavailable>(await FetchAsync(Answer(status, ""))).MayPass);

    [Fact]
    public void MayPass_NoServerOfThatName_IsFinal()
    {
        Assert.False(HttpTrouble.MayPass(Unresolved(SocketError.HostNotFound)));
        Assert.True(HttpTrouble.MayPass(Unresolved(SocketError.TryAgain)));

        static HttpRequestException Unresolved(SocketError error) => new(HttpRequestError.NameResolutionError, "", new SocketException((int)error));
    }

    [Fact]
    public async Task FetchAsync_RedirectsWithoutEnd_GivesUp()
    {
        var fetch = Assert.IsType<FeedFetch.Unavailable>(await FetchAsync(Answer("302 Found", "", $"Location: {Address}")));

        Assert.Equal(("HTTP 302", 4, false), (fetch.Reason, _requests, fetch.MayPass));
    }

    [Fact]
    public async Task FetchAsync_Shutdown_IsCancelled()
    {
        using var source = new HttpFeedSource(Options.Create(_options), _clock);
        using var end = new CancellationTokenSource();
        var fetching = source.FetchAsync(Some.Nysd, Address, eTag: null, lastModified: null, end.Token);
        using var connection = await _court.AcceptTcpClientAsync();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task FetchAsync_NobodyListens_IsUnavailable()
    {
        _court.Stop();
        using var source = new HttpFeedSource(Options.Create(_options), TimeProvider.System);

        var fetch = await source.FetchAsync(Some.Nysd, new Uri($"http://127.0.0.1:{TipstaffProcess.FreePort()}/"), eTag: null, lastModified: null, CancellationToken.None);

        Assert.Equal("no connection", Assert.IsType<FeedFetch.Unavailable>(fetch).Reason);
    }

    private Uri Address => new($"http://{_court.LocalEndpoint}/nysd.xml");

    private static byte[] Answer(string status, string body, params string[] headers) =>
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n{body}");

    private async Task<FeedFetch> FetchAsync(byte[] answer, string? eTag = null, string? lastModified = null)
    {
        using var source = new HttpFeedSource(Options.Create(_options), _clock);
        var fetching = source.FetchAsync(CourtId.Parse("nysd"), Address, eTag, lastModified, CancellationToken.None);
        while (!fetching.IsCompleted)
        {
            // A client may try a connection that broke before any answer once more; the court breaks that one too.
            var accepting = _court.AcceptTcpClientAsync();
            if (await Task.WhenAny(fetching, accepting) == fetching)
            {
                break;
            }

            using var connection = await accepting;
            var buffer = new byte[4096];
            var length = await connection.GetStream().ReadAsync(buffer);
            _request = Encoding.ASCII.GetString(buffer, 0, length);
            _requests++;
            await connection.GetStream().WriteAsync(answer);
        }

        return await fetching;
    }
}
