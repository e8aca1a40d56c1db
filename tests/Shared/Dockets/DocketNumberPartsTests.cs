using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Tests.Shared.Dockets;

public sealed class DocketNumberPartsTests
{
    [Theory]
    [InlineData("1:18-cv-03365 Chau", CourtClass.District, "1:18-cv-03365", "1:18-cv-03365", "1", "cv", null, null, null)]
    [InlineData("2:17-cr-00378-SPL-1", CourtClass.District, "2:17-cr-00378", "2:17-cr-00378", "2", "cr", "SPL", null, "1")]
    [InlineData("1:20-CV-1787-MWB-M_P-X", CourtClass.District, "1:20-cv-01787", "1:20-CV-1787", "1", "CV", "MWB", "M_P", null)]
    [InlineData("20-mc-00001", CourtClass.District, "20-mc-00001", "20-mc-00001", null, "mc", null, null, null)]
    [InlineData("MDL No. 2168 IN RE", CourtClass.District, "MDL No. 2168", "MDL No. 2168", null, null, null, null, null)]
    [InlineData("8-09-78584-ast", CourtClass.Bankruptcy, "8-09-78584", "8-09-78584", null, null, "ast", null, null)]
    [InlineData("10-12431-1-rel", CourtClass.Bankruptcy, "10-12431", "10-12431", "1", null, "rel", null, null)]
    [InlineData("09-37010-sgj11", CourtClass.Bankruptcy, "09-37010", "09-37010", null, null, "sgj", null, null)]
    [InlineData("2:18-bk-12345-ABC-13", CourtClass.Bankruptcy, "2:18-bk-12345", "2:18-bk-12345", "2", "bk", "ABC", null, null)]
    [InlineData("1:18-ap-01234", CourtClass.Bankruptcy, "1:18-ap-01234", "1:18-ap-01234", "1", "ap", null, null, null)]
    [InlineData("22-3054-cv", CourtClass.Appellate, "22-3054", "22-3054", null, null, null, null, null)]
    public void TryParse_NumberOfACourt_HasItsParts(
        string text, CourtClass courtClass, string number, string written, string? office, string? type, string? assigned, string? referred, string? defendant)
    {
        Assert.True(DocketNumberParts.TryParse(text, courtClass, out var parts));

        Assert.Equal(new DocketNumberParts(DocketNumber.Parse(number), written, office, type, assigned, referred, defendant), parts);
    }

    [Theory]
    [InlineData("5:18-~gr-00001", CourtClass.District)]
    [InlineData("", CourtClass.District)]
    [InlineData("1:18-cv-", CourtClass.District)]
    [InlineData("1:18-cv-12345678901", CourtClass.District)]
    [InlineData("18-12345", CourtClass.District)]
    [InlineData("MDL No.", CourtClass.District)]
    [InlineData("1:18-cv-03365", CourtClass.Appellate)]
    [InlineData("In re 22-3054", CourtClass.Appellate)]
    [InlineData("8-09-", CourtClass.Bankruptcy)]
    public void TryParse_SomethingElse_IsNoNumber(string text, CourtClass courtClass) =>
        Assert.False(DocketNumberParts.TryParse(text, courtClass, out _));

    [Theory]
    [InlineData("1:26-cv-1234", CourtClass.District, "1:26-cv-01234")]
    [InlineData(" 1:26-CV-01234-ABC ", CourtClass.District, "1:26-cv-01234")]
    [InlineData("18-123", CourtClass.Bankruptcy, "18-00123")]
    [InlineData("24-621", CourtClass.Appellate, "24-621")]
    public void TryParse_TypedByAPerson_IsCanonical(string text, CourtClass courtClass, string expected)
    {
        Assert.True(DocketNumber.TryParse(text, courtClass, out var number));

        Assert.Equal(expected, number.Value);
        Assert.Equal(number, DocketNumber.Parse(number.Value));
    }
}
