using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Checks;

public sealed class DueChecksTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly CheckPace Pace = new(TimeSpan.FromMinutes(1), IsSteady: true);

    [Fact]
    public void Until_NeverAskedCourts_AreSpreadOverTheTimeUntilTheNextLook()
    {
        var due = Due(["cand", "ilnd", "nysd", "txsd"], []);

        Assert.Equal([0, 15, 30, 45], due.Select(court => (int)(court.At - Now).TotalSeconds));
        Assert.Equal(["cand", "ilnd", "nysd", "txsd"], due.Select(court => court.Court.Value));
    }

    [Fact]
    public void Until_CourtDueBeforeTheNextLook_HasItsOwnMoment()
    {
        var due = Due(["nysd"], [State("nysd", checkedAgo: 20)]);

        Assert.Equal(Now.AddSeconds(40), Assert.Single(due).At);
    }

    [Fact]
    public void Until_CourtDueAtTheNextLookOrLater_IsLeftToIt() =>
        Assert.Empty(Due(["nysd"], [State("nysd", checkedAgo: 0)]));

    [Fact]
    public void Until_CourtWhoseCheckGoesOn_IsLeftAloneUntilThatIsOver()
    {
        Assert.Empty(Due(["nysd"], [State("nysd", checkedAgo: 90) with { HeldUntil = Now.AddMinutes(2) }]));
        Assert.Single(Due(["nysd"], [State("nysd", checkedAgo: 90) with { HeldUntil = Now }]));
        Assert.Single(Due(["nysd"], [State("nysd", checkedAgo: 90) with { HeldUntil = Now.AddHours(2) }]));
    }

    [Fact]
    public void Until_CourtReadAtAnotherAddress_IsDueNow()
    {
        var due = Due(["nysd"], [State("nysd", checkedAgo: 0) with { Failures = 1, Feed = "https://example.org/elsewhere" }]);

        Assert.Equal(Now, Assert.Single(due).At);
    }

    private static IReadOnlyList<DueCheck> Due(string[] watched, CourtState[] states) => DueChecks.Until(
        [.. watched.Select(court => KeyValuePair.Create(CourtId.Parse(court), FeedOf(court)))],
        states.ToDictionary(state => state.Court),
        Pace,
        Now,
        Now.AddMinutes(1));

    private static CourtState State(string court, int checkedAgo) => CourtState.New(CourtId.Parse(court)) with
    {
        Feed = FeedOf(court).AbsoluteUri,
        CheckedAt = Now.AddSeconds(-checkedAgo),
        GoodAt = Now.AddSeconds(-checkedAgo),
        DueAt = Now.AddSeconds(60 - checkedAgo),
    };

    private static Uri FeedOf(string court) => new($"https://ecf.{court}.uscourts.gov/cgi-bin/rss_outside.pl");
}
