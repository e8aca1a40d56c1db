using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Tests.Shared.Dockets;

public sealed class TypedDocketNumberTests
{
    [Theory]
    [InlineData("1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("1:24–cv–01234", "1:24-cv-01234")]
    [InlineData("1:24—cv—01234", "1:24-cv-01234")]
    [InlineData("1:24‑cv‑01234", "1:24-cv-01234")]
    [InlineData("1:24−cv−01234", "1:24-cv-01234")]
    [InlineData("1:24 - cv - 01234", "1:24-cv-01234")]
    [InlineData("1:24-cv-\u00AD01234\u200B", "1:24-cv-01234")]
    [InlineData("No. 1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("Case No. 1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("CASE NO.: 1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("Docket No. 1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("Civil Action No. 1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("Case #1:24-cv-01234", "1:24-cv-01234")]
    [InlineData("Case number 24-10992", "24-10992")]
    [InlineData("1:24cv1234", "1:24-cv-1234")]
    [InlineData("1:24-cv01234", "1:24-cv-01234")]
    [InlineData("1:24 cv 01234", "1:24-cv-01234")]
    [InlineData("Case No. 1:24CV1234 (JMF)", "1:24-CV-1234 (JMF)")]
    [InlineData("1:24-cv-01234 Chau v. Donovan", "1:24-cv-01234 Chau v. Donovan")]
    [InlineData("10-12431-1-rel", "10-12431-1-rel")]
    [InlineData("8-09-78584-ast", "8-09-78584-ast")]
    [InlineData("MDL No. 2168", "MDL No. 2168")]
    [InlineData("Case MDL No. 2168", "MDL No. 2168")]
    public void Spelt_AsPeopleTypeIt_IsAsCourtsDo(string typed, string spelt) => Assert.Equal(spelt, TypedDocketNumber.Spelt(typed));

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("No.")]
    [InlineData("Case closed")]
    [InlineData("Nobody 1:24-cv-01234")]
    public void Spelt_AnythingElse_Stays(string typed) => Assert.Equal(typed, TypedDocketNumber.Spelt(typed));

    [Theory]
    [InlineData("1:24–cv–01234")]
    [InlineData("No. 1:24-cv-01234")]
    [InlineData("1:24cv01234")]
    public void DocketNumber_OfWhatACourtSends_IsReadAsItStands(string sent)
    {
        Assert.False(DocketNumber.TryParse(sent, CourtClass.District, out _));
        Assert.False(DocketNumberParts.TryParse(sent, CourtClass.District, out _));
    }
}
