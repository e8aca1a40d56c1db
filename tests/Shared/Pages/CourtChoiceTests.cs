using Tipstaff.Courts;
using Tipstaff.Pages;

namespace Tipstaff.Tests.Shared.Pages;

public sealed class CourtChoiceTests
{
    private static readonly CourtDirectory Courts = CourtDirectory.Default;

    [Fact]
    public void All_CourtThatWasAsked_SaysAllThatItsFeedCovers() =>
        Assert.Equal(
            "Its feed covers: answer, appeal, cmp, motion, order, misc. Only that can be told.",
            Choice("nysd", SomePages.State(coverage: "answer,appeal,cmp,motion,order,misc")).Covers);

    [Theory]
    [InlineData("ca2", "In February 2023 its feed covered: orders, opinions. Only what it covers can be told.")]
    [InlineData("nysb", "In April 2018 its feed covered: all entries. Only what it covers can be told.")]
    [InlineData("nyed", "What its feed covers is not known yet: the court was not asked before.")]
    [InlineData("nywd", "No feed of this court is known: nothing can be told of it yet.")]
    public void All_CourtNeverAsked_SaysWhatIsKnownAndSinceWhen(string court, string says) => Assert.Equal(says, Choice(court).Covers);

    [Theory]
    [InlineData("nysd", "1:24-cv-01234", "OfficeAndType")]
    [InlineData("ca9", "24-1054", "Plain")]
    [InlineData("nyeb", "8-24-78584", "OfficeInFront")]
    [InlineData("jpml", "MDL No. 2168", "Panel")]
    [InlineData("deb", "24-10992, or 2:24-bk-10992 where its dockets are headed so", "Plain OfficeAndType OfficeInFront")]
    public void All_EachCourt_SaysHowItWritesItsNumbers(string court, string sample, string forms) =>
        Assert.Equal((sample, forms), (Choice(court).Sample, Choice(court).Forms));

    [Fact]
    public void All_FurtherNames_AreReadAsThatCourt() =>
        Assert.All(
            CourtChoice.All([], Courts).Where(choice => choice.Also.Length > 0).SelectMany(choice => choice.Also.Split('|').Select(name => (choice.Id, name))),
            also => Assert.Equal(also.Id, Assert.IsType<CourtReading.Found>(Courts.Read(also.name)).Court.Id.Value));

    [Fact]
    public void All_BankruptcyCourt_IsNotCalledByItsDistrictAlone() => Assert.Equal(("sdny|S.D. New York", ""), (Choice("nysd").Also, Choice("nysb").Also));

    private static CourtChoice Choice(string court, params Tipstaff.Checks.CourtState[] states) =>
        Assert.Single(CourtChoice.All(states, Courts), choice => choice.Id == court);
}
