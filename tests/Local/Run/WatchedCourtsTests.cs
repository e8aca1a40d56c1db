using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class WatchedCourtsTests : IDisposable
{
    private readonly InMemoryStore _store = new();
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly CanaryOptions _canary = new();
    private readonly CheckOptions _options = new() { Contact = "ops@example.com" };

    public WatchedCourtsTests() => _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));

    public void Dispose()
    {
        _loggers.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task ListAsync_FollowedCourtsNotListed_AreNamedOnce()
    {
        await FollowAsync("nysd", "cand", "cacd");
        var watched = Watched(new() { DataFolder = "", Courts = [CourtId.Parse("nysd")] });

        await watched.ListAsync(CancellationToken.None);
        await watched.ListAsync(CancellationToken.None);

        Assert.Contains("2 followed courts are not watched, as --court does not list them: cacd, cand;", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_ManyCourtsNotListed_NamesTen()
    {
        await FollowAsync([.. CourtDirectory.Default.All.Where(court => court.Kind is CourtKind.District).Take(20).Select(court => court.Id.Value)]);
        var watched = Watched(new() { DataFolder = "", Courts = [CourtId.Parse("nysb")] });

        await watched.ListAsync(CancellationToken.None);

        var line = Assert.Single(_log.Lines);
        Assert.Contains("20 followed courts", line, StringComparison.Ordinal);
        Assert.Equal(10, line.Split(": ")[1].Split(", ").Count(name => CourtId.TryParse(name, out _)));
    }

    [Theory]
    [InlineData(false, "nysd", false)]
    [InlineData(false, "cand", true)]
    [InlineData(true, "nysd", true)]
    public void PaceOf_CourtWithANamedFeedOrSteadyOptions_IsSteady(bool steady, string court, bool expected)
    {
        _options.Steady = steady;
        var watched = Watched(new() { DataFolder = "", Feeds = new Dictionary<CourtId, Uri> { [CourtId.Parse("cand")] = new("http://127.0.0.1/cand.xml") } });

        Assert.Equal(new CheckPace(_options.Every, expected), watched.PaceOf(CourtId.Parse(court)));
    }

    [Fact]
    public async Task ListAsync_EachFollowedCourtListed_SaysNothing()
    {
        await FollowAsync("nysd", "cand");
        var watched = Watched(new()
        {
            DataFolder = "",
            Courts = [CourtId.Parse("nysd")],
            Feeds = new Dictionary<CourtId, Uri> { [CourtId.Parse("cand")] = new("http://127.0.0.1/cand.xml") },
        });

        await watched.ListAsync(CancellationToken.None);

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ListAsync_RealCourtAndNoContact_WarnsOnce()
    {
        _options.Contact = "";
        var watched = Watched(new() { DataFolder = "", Courts = [CourtId.Parse("nysd")] });

        await watched.ListAsync(CancellationToken.None);
        await watched.ListAsync(CancellationToken.None);

        Assert.Contains("Checks__Contact", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_LoopbackFeedAndNoContact_SaysNothing()
    {
        _options.Contact = "";
        var watched = Watched(new() { DataFolder = "", Feeds = new Dictionary<CourtId, Uri> { [CourtId.Parse("nysd")] = new("http://127.0.0.1/nysd.xml") } });

        await watched.ListAsync(CancellationToken.None);

        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ListAsync_Canary_IsWatchedWhateverCourtsAreNamedAndTellsOfNoContact()
    {
        (_options.Contact, _canary.Address) = ("", "canary@example.com");
        var watched = Watched(new() { DataFolder = "", Feeds = new Dictionary<CourtId, Uri> { [CourtId.Parse("nysd")] = new("http://127.0.0.1/nysd.xml") } });

        Assert.Equal(["nysd", "canary"], (await watched.ListAsync(CancellationToken.None)).Select(court => court.Key.Value));
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task ListAsync_CanarysSubscriptionLeftFromBefore_IsNotWatchedWithoutTheSetting()
    {
        await FollowAsync("nysd", "canary");

        Assert.Equal(["nysd"], (await Watched(new() { DataFolder = "" }).ListAsync(CancellationToken.None)).Select(court => court.Key.Value));
    }

    private WatchedCourts Watched(RunSettings settings) =>
        new(settings, _store.Subscriptions, Options.Create(_options), Options.Create(_canary), _loggers.CreateLogger<WatchedCourts>());

    private async Task FollowAsync(params string[] courts) =>
        Assert.True(await _store.Subscriptions.TryWriteAsync([.. courts.Select(court => Some.Subscription(court: court))], message: null, CancellationToken.None));
}
