using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class AlertSubjectTests
{
    private static readonly DocketNumber Docket = DocketNumber.Parse("1:18-cv-03365");

    [Theory]
    [InlineData("Chau v. Donovan", "Notice of Appearance", 1, "[nysd 1:18-cv-03365] Chau v. Donovan: Notice of Appearance (+1)")]
    [InlineData("Chau v. Donovan", "Notice of Appearance", 0, "[nysd 1:18-cv-03365] Chau v. Donovan: Notice of Appearance")]
    [InlineData("", "Notice of Appearance", 12, "[nysd 1:18-cv-03365] Notice of Appearance (+12)")]
    [InlineData("\u200b ", "New entry", 0, "[nysd 1:18-cv-03365] New entry")]
    [InlineData("Doe\r\nBcc: eve@example.com", "Order\r\n\r\n<html>", 0, "[nysd 1:18-cv-03365] Doe Bcc: eve@example.com: Order <html>")]
    public void Write_CaptionAndLabel_StandInTheirPlaces(string caption, string label, int further, string expected) =>
        Assert.Equal(expected, AlertSubject.Write(Some.Nysd, Docket, caption, label, further));

    [Fact]
    public void Write_TooLong_ShortensTheCaption()
    {
        var subject = AlertSubject.Write(Some.Nysd, Docket, new string('c', 1000), "Notice of Appearance", 1);

        Assert.Equal(AlertSubject.MaxLength, subject.Length);
        Assert.EndsWith("ccc…: Notice of Appearance (+1)", subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LongLabelToo_LeavesRoomForTheCaption()
    {
        var subject = AlertSubject.Write(Some.Nysd, Docket, new string('c', 1000), new string('l', 10_000), 1);

        Assert.Equal(AlertSubject.MaxLength, subject.Length);
        Assert.Matches("^\\[nysd 1:18-cv-03365\\] c{50,}…: l{99}… \\(\\+1\\)$", subject);
    }
}
