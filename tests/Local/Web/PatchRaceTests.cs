using System.Net;
using System.Text;
using Tipstaff.Api;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Cloud;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary>Two programs change one subscription at the same time, each a field of its own.</summary>
public sealed class PatchRaceTests : IAsyncLifetime
{
    private LocalHost _host = null!;
    private Func<Task>? _meanwhile;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync(services => Recording.Wrap<ISubscriptions>(services, port => Around.Member(
        port, nameof(ISubscriptions.FindAsync), (args, next) => args[0] is SubscriptionId ? ThenAsync((Task<Subscription?>)next(args)) : next(args))));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Patch_AnotherFieldChangesBetweenReadAndWrite_BothStand()
    {
        var path = $"/api/subscriptions/{(await _host.SubscribeAsync()).Id}";
        await _host.ConfirmAsync();
        _meanwhile = async () =>
        {
            using var other = await PatchAsync(path, """{"exclude":["notice"]}""");
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        };

        using var answer = await PatchAsync(path, """{"cadence":"hourly"}""");

        var stored = Assert.Single(await _host.OfAsync("ada@example.com"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((Cadence.Hourly, "notice"), (stored.Cadence, Assert.Single(stored.Filter!.Exclude)));
    }

    [Fact]
    public async Task Patch_TheTagThatWasReadIsOutdatedMeanwhile_Is412()
    {
        var path = $"/api/subscriptions/{(await _host.SubscribeAsync()).Id}";
        await _host.ConfirmAsync();
        var tag = EntityTags.Of(Assert.Single(await _host.OfAsync("ada@example.com")));
        _meanwhile = async () => (await PatchAsync(path, """{"paused":true}""")).Dispose();

        using var answer = await PatchAsync(path, """{"cadence":"hourly"}""", tag);

        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        Assert.Equal(Cadence.Immediate, Assert.Single(await _host.OfAsync("ada@example.com")).Cadence);
    }

    private async Task<Subscription?> ThenAsync(Task<Subscription?> finding)
    {
        var found = await finding;
        if (_meanwhile is { } meanwhile)
        {
            _meanwhile = null;
            await meanwhile();
        }

        return found;
    }

    private async Task<HttpResponseMessage> PatchAsync(string path, string json, string? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new("Bearer", _host.Token(LinkPurpose.Manage, _host.IdOf("ada@example.com").Value));
        if (tag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", tag);
        }

        return await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
