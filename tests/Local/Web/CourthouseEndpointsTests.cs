using System.Net;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class CourthouseEndpointsTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task Feed_OfACourt_IsServedWithItsValidators()
    {
        var courthouse = new MadeUpCourthouse(new() { Courts = 12 }, _clock.GetUtcNow());
        await using var host = await CourthouseHost.StartAsync(courthouse, _clock, "http://127.0.0.1:0", Ct);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };

        foreach (var court in courthouse.Courts)
        {
            using var response = await client.GetAsync($"/{court.Id}.xml", Ct);
            using var conditional = new HttpRequestMessage(HttpMethod.Get, $"/{court.Id}.xml");
            conditional.Headers.IfNoneMatch.TryParseAdd(response.Headers.ETag?.ToString() ?? "\"-\"");
            using var again = await client.SendAsync(conditional, Ct);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(courthouse.Feed(court.Id, _clock.GetUtcNow()).ToArray(), await response.Content.ReadAsByteArrayAsync(Ct));
            Assert.Equal(response.Headers.ETag is null ? HttpStatusCode.OK : HttpStatusCode.NotModified, again.StatusCode);
        }
    }

    [Fact]
    public async Task Index_OfTheCourthouse_ListsCourtsWithFeeds()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd] }, _clock.GetUtcNow());
        await using var host = await CourthouseHost.StartAsync(courthouse, _clock, "http://127.0.0.1:0", Ct);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };

        var list = await client.GetStringAsync("/", Ct);

        Assert.Contains($"{host.Urls.Single()}/nysd.xml", list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/xxxd.xml")]
    [InlineData("/%3Cscript%3E.xml")]
    [InlineData("/nysd")]
    public async Task Feed_OfNoCourt_IsNotFound(string path)
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd] }, _clock.GetUtcNow());
        await using var host = await CourthouseHost.StartAsync(courthouse, _clock, "http://127.0.0.1:0", Ct);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };

        using var response = await client.GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Feed_BrokenConnections_BreakOnTheWire()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], Garble = 0.5, Down = 0.5 }, _clock.GetUtcNow());
        await using var host = await CourthouseHost.StartAsync(courthouse, _clock, "http://127.0.0.1:0", Ct);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        var broken = 0;

        for (var i = 0; i < 60; i++)
        {
            try
            {
                using var response = await client.GetAsync("/nysd.xml", Ct);
            }
            catch (HttpRequestException)
            {
                broken++;
            }
        }

        Assert.InRange(broken, 1, 30);
    }

    [Fact]
    public async Task Feed_SlowAnswer_ComesByTheClock()
    {
        var courthouse = new MadeUpCourthouse(new() { CourtIds = [Some.Nysd], Slow = 1 }, _clock.GetUtcNow());
        await using var host = await CourthouseHost.StartAsync(courthouse, _clock, "http://127.0.0.1:0", Ct);
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };

        var answer = client.GetByteArrayAsync("/nysd.xml", Ct);
        while (!answer.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.NotEmpty(await answer);
        Assert.True(_clock.GetUtcNow() > Some.Monday9Am);
    }
}
