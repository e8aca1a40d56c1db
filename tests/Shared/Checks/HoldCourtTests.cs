using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class HoldCourtTests
{
    private static readonly Uri Feed = new("https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl");

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task RunAsync_CourtWhoseCheckGoesOn_IsDueOnceTheLongestCheckWouldBeOver()
    {
        var store = new InMemoryStore(_clock);
        await store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd).At(Feed) with { CheckedAt = _clock.GetUtcNow(), ContentHash = "a" } }, default);

        await new HoldCourt(store.Dockets, Options.Create(new CheckOptions()), _clock).RunAsync(Some.Nysd, Feed, default);

        var held = await store.Dockets.FindCourtAsync(Some.Nysd, default);
        Assert.Equal(("a", _clock.GetUtcNow() + HoldCourt.LongestCheck(new CheckOptions())), (held!.ContentHash, held.HeldUntil));
    }

    // Four requests of 10 s, and waits of 30, 30 and 32.4 s: the longest that a court may ask for, or the longest of our own.
    [Fact]
    public void LongestCheck_Defaults_CountsEachRequestAndTheLongestWaits() =>
        Assert.Equal(132.4, HoldCourt.LongestCheck(new CheckOptions()).TotalSeconds, precision: 3);
}
