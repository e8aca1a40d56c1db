using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class UpcheckTests : IDisposable
{
    private readonly TcpListener _court = new(IPAddress.Loopback, 0);
    private readonly ManualTimeProvider _clock = new();
    private readonly HttpFeedSource _source;
    private readonly CheckPipeline _pipeline;

    public UpcheckTests()
    {
        _court.Start();
        _source = new HttpFeedSource(Options.Create(new CheckOptions()), _clock);
        _pipeline = new CheckPipeline(_source, Options.Create(new CheckOptions()), Options.Create(new BreakerOptions()), _clock);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _source.Dispose();
        _court.Dispose();
    }

    [Theory]
    [InlineData("200 OK", true)]
    [InlineData("304 Not Modified", true)]
    [InlineData("403 Forbidden", true)]
    [InlineData("404 Not Found", true)]
    [InlineData("405 Method Not Allowed", true)]
    [InlineData("501 Not Implemented", true)]
    [InlineData("429 Too Many Requests", false)]
    [InlineData("500 Internal Server Error", false)]
    [InlineData("503 Service Unavailable", false)]
    public async Task UpcheckAsync_AnyAnswerButThatItCannot_IsUp(string status, bool isUp)
    {
        var looking = LookAsync();
        using var connection = await _court.AcceptTcpClientAsync();
        var buffer = new byte[4096];
        var length = await connection.GetStream().ReadAsync(buffer);

        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 40000000\r\n\r\n"));

        Assert.Equal(isUp, await looking);
        Assert.StartsWith("HEAD /nysd.xml ", Encoding.ASCII.GetString(buffer, 0, length), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpcheckAsync_NoAnswerWithinASecond_IsDown()
    {
        var looking = LookAsync();
        using var connection = await _court.AcceptTcpClientAsync();

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.False(await looking);
    }

    [Fact]
    public async Task UpcheckAsync_NobodyListens_IsDown()
    {
        var address = Address;
        _court.Stop();

        Assert.False(await _pipeline.UpcheckAsync(Some.Nysd, address, CancellationToken.None));
    }

    [Fact]
    public async Task UpcheckAsync_Shutdown_IsCancelled()
    {
        using var end = new CancellationTokenSource();
        var looking = _pipeline.UpcheckAsync(Some.Nysd, Address, end.Token);
        using var connection = await _court.AcceptTcpClientAsync();

        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => looking);
    }

    private Uri Address => new($"http://{_court.LocalEndpoint}/nysd.xml");

    private Task<bool> LookAsync() => _pipeline.UpcheckAsync(Some.Nysd, Address, CancellationToken.None);
}
