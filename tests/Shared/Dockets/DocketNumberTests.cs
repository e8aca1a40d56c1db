using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Tests.Shared.Dockets;

public sealed class DocketNumberTests
{
    [Theory]
    [InlineData(CourtClass.District, "1:24-cv-01234", "1:24-cv-01234")]
    [InlineData(CourtClass.District, "1:24-cv-01234-ABC-DEF", "1:24-cv-01234")]
    [InlineData(CourtClass.District, "2:17-cr-00378-SPL-1", "2:17-cr-00378")]
    [InlineData(CourtClass.District, " 1:24-CV-1234 ", "1:24-cv-01234")]
    [InlineData(CourtClass.District, "MDL No. 2168", "MDL No. 2168")]
    [InlineData(CourtClass.Bankruptcy, "24-10992-smb", "24-10992")]
    [InlineData(CourtClass.Bankruptcy, "8-09-78584-ast", "8-09-78584")]
    [InlineData(CourtClass.Bankruptcy, "10-12431-1-rel", "10-12431")]
    [InlineData(CourtClass.Bankruptcy, "09-37010-sgj11", "09-37010")]
    [InlineData(CourtClass.Bankruptcy, "2:24-bk-10992-BR", "2:24-bk-10992")]
    [InlineData(CourtClass.Appellate, "24-1054", "24-1054")]
    [InlineData(CourtClass.Appellate, "19-8054 United States v. Kahn", "19-8054")]
    public void TryParse_AsACourtWritesIt_KeepsTheNumberAlone(CourtClass courtClass, string text, string number)
    {
        Assert.True(DocketNumber.TryParse(text, courtClass, out var read));

        Assert.Equal(number, read.Value);
    }

    [Theory]
    [InlineData(CourtClass.District, "5:18-~gr-00001")]
    [InlineData(CourtClass.District, "24-10992")]
    [InlineData(CourtClass.District, "")]
    [InlineData(CourtClass.District, "1:24-cv-")]
    [InlineData(CourtClass.District, "1:24-cv-01234x")]
    [InlineData(CourtClass.Bankruptcy, "smb-24-10992")]
    [InlineData(CourtClass.Appellate, "1:24-cv-01234")]
    [InlineData(CourtClass.Appellate, "no number")]
    public void TryParse_NoNumberOfThatClass_IsRefused(CourtClass courtClass, string text) =>
        Assert.False(DocketNumber.TryParse(text, courtClass, out _));

    [Theory]
    [InlineData("1:24-cv-01234")]
    [InlineData("24-cv-01234")]
    [InlineData("8-09-78584")]
    [InlineData("24-1054")]
    [InlineData("MDL No. 2168")]
    public void Parse_StoredValue_ComesBack(string stored) => Assert.Equal(stored, DocketNumber.Parse(stored).Value);

    [Fact]
    public void Parse_AnythingBehindTheNumber_IsCorrupt() =>
        Assert.Throws<FormatException>(() => DocketNumber.Parse("1:24-cv-01234-ABC"));
}
