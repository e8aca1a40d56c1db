using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Tests.Shared.Courts;

public sealed class CourtDirectoryTests
{
    private static readonly CourtDirectory Directory = CourtDirectory.Default;

    [Theory]
    [InlineData(CourtKind.District, 94)]
    [InlineData(CourtKind.Bankruptcy, 94)]
    [InlineData(CourtKind.Appellate, 13)]
    public void All_OfOneKind_AreComplete(CourtKind kind, int count) =>
        Assert.Equal(count, Directory.All.Count(court => court.Kind == kind));

    [Fact]
    public void All_National_AreThoseWithCmEcf() =>
        Assert.Equal(["cit", "cofc", "jpml"], Directory.All.Where(court => court.Kind is CourtKind.National).Select(court => court.Id.Value).Order());

    [Fact]
    public void All_IdsAndAliases_AreUnique()
    {
        var names = Directory.All.SelectMany(court => court.Aliases.Prepend(court.Id.Value));

        Assert.Empty(names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void All_Feeds_AreAddressesOfTheCourt() =>
        Assert.All(
            Directory.All.Where(court => court.Feed is not null),
            court =>
            {
                Assert.True(court.Feed!.IsAbsoluteUri);
                Assert.Equal("https", court.Feed.Scheme);
                Assert.Equal($"ecf.{court.Id}.uscourts.gov", court.Feed.Host);
            });

    [Fact]
    public void All_TimeZones_KnowTheirOffset() =>
        Assert.All(Directory.All, court => Assert.InRange(court.TimeZone.BaseUtcOffset.TotalHours, -11, 10));

    [Fact]
    public void All_DocketNumberSamples_AreReadAsThatCourtsOwn() =>
        Assert.All(
            Directory.All.Where(court => court.DocketNumberSample is not null),
            court =>
            {
                Assert.True(DocketNumber.TryParse(court.DocketNumberSample!.Value, court.Id.Class, out var read));
                Assert.Equal(court.DocketNumberSample, read);
            });

    [Fact]
    public void All_DocketNumberSample_IsMissingInBankruptcyCourtsOnly() =>
        Assert.All(Directory.All.Where(court => court.DocketNumberSample is null), court => Assert.Equal(CourtKind.Bankruptcy, court.Kind));

    [Theory]
    [InlineData("sdny", "nysd")]
    [InlineData("SDNY", "nysd")]
    [InlineData("arb", "azb")]
    [InlineData("nebraskab", "neb")]
    [InlineData("uscfc", "cofc")]
    [InlineData("ddc", "dcd")]
    [InlineData(" nysb ", "nysb")]
    public void TryFind_IdOrAlias_FindsTheCourt(string name, string id)
    {
        Assert.True(Directory.TryFind(name, out var court));

        Assert.Equal(id, court.Id.Value);
    }

    [Fact]
    public void TryFind_Unknown_FindsNothing() => Assert.False(Directory.TryFind("xxxd", out _));

    [Theory]
    [InlineData("cafc", "2026-03-07T10:30:00Z", true)]
    [InlineData("cafc", "2026-03-07T15:30:00Z", false)]
    [InlineData("cafc", "2026-03-08T10:30:00Z", false)]
    [InlineData("ord", "2026-03-02T12:30:00Z", true)]
    [InlineData("ord", "2026-03-02T13:00:00Z", false)]
    [InlineData("ord", "2026-07-02T11:30:00Z", true)]
    public void Outages_KnownWindow_IsInTheCourtsOwnTime(string id, string moment, bool away) =>
        Assert.Equal(away, Directory[CourtId.Parse(id)].Outages.Any(window => window.Contains(DateTimeOffset.Parse(moment))));

    [Theory]
    [InlineData("ca9", CourtClass.Appellate)]
    [InlineData("cadc", CourtClass.Appellate)]
    [InlineData("bap9", CourtClass.Appellate)]
    [InlineData("nysb", CourtClass.Bankruptcy)]
    [InlineData("nysd", CourtClass.District)]
    [InlineData("cit", CourtClass.District)]
    public void Class_OfAnId_FollowsItsEnding(string id, CourtClass courtClass) =>
        Assert.Equal(courtClass, CourtId.Parse(id).Class);
}
