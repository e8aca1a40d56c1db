using Tipstaff.Courts;

namespace Tipstaff.Tests.Shared.Courts;

public sealed class CourtNamesTests
{
    private static readonly CourtDirectory Directory = CourtDirectory.Default;

    [Theory]
    [InlineData("nysd", "nysd")]
    [InlineData(" SDNY ", "nysd")]
    [InlineData("District Court, S.D. New York (nysd)", "nysd")]
    [InlineData("united states district court, s.d. new york", "nysd")]
    [InlineData("Southern District of New York", "nysd")]
    [InlineData("U.S. District Court for the Southern District of New York", "nysd")]
    [InlineData("S.D.N.Y.", "nysd")]
    [InlineData("S. D. N. Y.", "nysd")]
    [InlineData("S.D. New York", "nysd")]
    [InlineData("USDC SDNY", "nysd")]
    [InlineData("New York Southern District Court", "nysd")]
    [InlineData("Bankr. S.D.N.Y.", "nysb")]
    [InlineData("SDNY Bankruptcy", "nysb")]
    [InlineData("U.S. Bankruptcy Court for the Southern District of New York", "nysb")]
    [InlineData("Eastern District of Virginia", "vaed")]
    [InlineData("S.D. W. Va.", "wvsd")]
    [InlineData("N.D. Ill.", "ilnd")]
    [InlineData("M.D.Fla.", "flmd")]
    [InlineData("District of Delaware", "ded")]
    [InlineData("D. Del.", "ded")]
    [InlineData("Delaware Bankruptcy Court", "deb")]
    [InlineData("D. Md.", "mdd")]
    [InlineData("D.S.D.", "sdd")]
    [InlineData("D.N.D.", "ndd")]
    [InlineData("D.D.C.", "dcd")]
    [InlineData("U.S. District Court for the District of Columbia", "dcd")]
    [InlineData("District Court for the Northern Mariana Islands", "nmid")]
    [InlineData("Bankruptcy Court, U.S. Virgin Islands", "vib")]
    [InlineData("Second Circuit", "ca2")]
    [InlineData("2d Cir.", "ca2")]
    [InlineData("11th Circuit Court of Appeals", "ca11")]
    [InlineData("U.S. Court of Appeals for the D.C. Circuit", "cadc")]
    [InlineData("Court of Appeals for the District of Columbia Circuit", "cadc")]
    [InlineData("Fed. Cir.", "cafc")]
    [InlineData("Court of Federal Claims", "cofc")]
    [InlineData("Court of International Trade", "cit")]
    public void Read_AsPeopleAndCitationsCallIt_FindsTheCourt(string typed, string id) =>
        Assert.Equal(id, Assert.IsType<CourtReading.Found>(Directory.Read(typed)).Court.Id.Value);

    [Theory]
    [InlineData("Delaware", "ded deb")]
    [InlineData("Delaware (district or bankruptcy?)", "")]
    [InlineData("District of Columbia", "dcd dcb")]
    [InlineData("S.D.", "sdd sdb")]
    [InlineData("Virgin Islands", "vid vib")]
    [InlineData("New York Southern", "nysd nysb")]
    [InlineData("District of Virginia", "vaed vawd")]
    [InlineData("Bankruptcy Court of Texas", "txeb txnb txsb txwb")]
    [InlineData("New York", "nyed nynd nysd nywd nyeb nynb nysb nywb")]
    public void Read_NameOfSeveral_GuessesNoneOfThem(string typed, string ids) =>
        Assert.Equal(ids, Directory.Read(typed) is CourtReading.Several(var courts) ? string.Join(' ', courts.Select(court => court.Id)) : "");

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("District Court")]
    [InlineData("Southern District")]
    [InlineData("Court of Appeals")]
    [InlineData("Circuit")]
    [InlineData("Southern District of Delaware")]
    [InlineData("Northern District of New York and New Jersey")]
    [InlineData("Second Circuit Bankruptcy Court")]
    [InlineData("Bankruptcy Appellate Panel, 9th Circuit")]
    [InlineData("Supreme Court of New York")]
    [InlineData("Twelfth Circuit")]
    [InlineData("12th Cir.")]
    [InlineData("(nowhere)")]
    [InlineData("nysd)")]
    [InlineData(")")]
    [InlineData("(nysd) and more")]
    public void Read_AnythingElse_FindsNone(string? typed) => Assert.IsType<CourtReading.Unknown>(Directory.Read(typed));

    [Fact]
    public void Read_HostileLength_FindsNone() => Assert.IsType<CourtReading.Unknown>(Directory.Read(string.Concat(Enumerable.Repeat("d ", 100_000))));

    [Fact]
    public void Read_EachCourtsOwnNames_FindItAlone() =>
        Assert.All(
            Directory.All.SelectMany(court => new[] { court.Name, court.ShortName, $"{court.ShortName} ({court.Id})" }.Concat(court.Aliases).Select(name => (name, court))),
            named => Assert.Equal(named.court, Assert.IsType<CourtReading.Found>(Directory.Read(named.name)).Court));

    [Fact]
    public void Read_EachDistrictWrittenOut_FindsItsCourts() =>
        Assert.All(
            Directory.All.Where(court => court.Kind is CourtKind.District or CourtKind.Bankruptcy && court.Name.Contains(".D. ", StringComparison.Ordinal)),
            court =>
            {
                var (division, state) = (court.Name[court.Name.IndexOf(".D. ", StringComparison.Ordinal) - 1], court.Name[(court.Name.IndexOf(".D. ", StringComparison.Ordinal) + 4)..]);
                var written = division switch { 'N' => "Northern", 'S' => "Southern", 'E' => "Eastern", 'W' => "Western", 'M' => "Middle", _ => "Central" };
                var kind = court.Kind is CourtKind.Bankruptcy ? "Bankruptcy Court for the " : "";
                Assert.Equal(court, Assert.IsType<CourtReading.Found>(Directory.Read($"{kind}{written} District of {state}")).Court);
            });
}
