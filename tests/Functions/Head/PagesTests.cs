using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The pages and the looks at the app, by the routes of the functions.</summary>
public sealed class PagesTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly HttpClient _client;

    public PagesTests()
    {
        _bench.Start();
        _client = _bench.App.CreateClient();
    }

    public void Dispose()
    {
        _client.Dispose();
        _bench.Dispose();
    }

    [Theory]
    [InlineData("/", 200, "Follow a docket")]
    [InlineData("/subscribe", 200, "Follow a docket")]
    [InlineData("/status", 200, "What the courts are publishing")]
    [InlineData("/site.js", 200, "use strict")]
    [InlineData("/site.css", 200, "body")]
    [InlineData("/health/live", 200, "alive")]
    [InlineData("/health", 200, "\"status\":\"up\"")]
    [InlineData("/confirm?token=rubbish", 400, "link")]
    [InlineData("/unsubscribe?token=rubbish", 400, "link")]
    [InlineData("/manage?token=rubbish", 400, "link")]
    public void Get_EachRoute_Answers(string path, int status, string holds)
    {
        using var answer = _bench.Run(() => _client.GetAsync(path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(holds, _bench.Run(() => answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(_bench.Failures);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/status")]
    public void Get_AgainWithinHalfAMinute_CostsNothing(string path)
    {
        using var first = _bench.Run(() => _client.GetAsync(path));
        _bench.Cloud.Counts.Clear();

        using var again = _bench.Run(() => _client.GetAsync(path));

        Assert.Equal(200, (int)again.StatusCode);
        Assert.Equal(0, _bench.Cloud.Counts.Of(CloudService.Tables));
    }

    [Theory]
    [InlineData("/subscribe")]
    [InlineData("/manage")]
    public void Post_WithoutAForm_IsRefused(string path)
    {
        using var answer = _bench.Run(() => _client.PostAsync(path, content: null));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("The request cannot be read", _bench.Run(() => answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Get_StoreIsThrottled_IsAPageThatTellsNothingOfIt()
    {
        _bench.Cloud.Faults = new Throttled();

        using var answer = _bench.Run(() => _client.GetAsync("/"));

        var page = _bench.Run(() => answer.Content.ReadAsStringAsync());
        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Contains("</html>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("ServerBusy", page, StringComparison.Ordinal);
    }

    private sealed class Throttled : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) =>
            call.Service is CloudService.Tables ? throw new Azure.RequestFailedException(503, "busy", "ServerBusy", null) : Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
