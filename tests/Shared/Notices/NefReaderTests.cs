using Tipstaff.Courts;
using Tipstaff.Notices;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Notices;

public sealed class NefReaderTests
{
    private static readonly SomeNef Nef = new();

    [Theory]
    [InlineData("45(No document attached)", "45")]
    [InlineData("No document attached", null)]
    [InlineData("", null)]
    [InlineData("5", "5")]
    [InlineData("<b>12</b>-1", "12")]
    [InlineData("<a href='https://ecf.nysd.uscourts.gov/doc1/127122264358'>7</a> (SEALED)", "7")]
    public void Read_DocumentNumber_IsTheDigitsAtItsStart(string value, string? number)
    {
        var read = Assert.Single(NefReader.Read((Nef with { DocumentValue = value }).Mail, Some.Nysd)!.Cases);

        Assert.Equal(number, read.DocumentNumber);
        Assert.Equal("612345", read.CaseId);
        Assert.Null(read.Sequence);
    }

    [Theory]
    [InlineData("entered on 3/2/2026 at 9:00 AM EST and filed on 3/1/2026", "2026-03-02T09:00:00", -5)]
    [InlineData("entered by Roe, Mary on behalf of Doe on 3/2/2026 at 9:00 PM and filed on 3/1/26", "2026-03-02T21:00:00", null)]
    [InlineData("received from Roe, Mary entered on 03/02/2026 at 00:23 AM PDT and filed on 03/01/2026", "2026-03-02T00:23:00", -7)]
    [InlineData("entered on 03/02/2026 at 12:08:21 PM Pacific Daylight Time and filed on 03/01/2026", "2026-03-02T12:08:21", -7)]
    [InlineData("entered on 3/2/2026 12:30 AM  and\nfiled on 3/1/2026", "2026-03-02T00:30:00", null)]
    [InlineData("entered on 2026-03-02 at 14:05 ChST and filed on 2026-03-01", "2026-03-02T14:05:00", 10)]
    [InlineData("filed on 03/01/2026", null, null)]
    [InlineData("entered on 13/45/2026 at 9:00 AM EST and filed on 3/1/2026", null, null)]
    [InlineData("entered on 3/2/2026 at 29:00 AM EST and filed on 3/1/2026", null, null)]
    public void Read_Transaction_TellsWhenItWasEnteredAndFiled(string transaction, string? entered, int? offset)
    {
        var read = NefReader.Read((Nef with { Transaction = transaction }).Mail, Some.Nysd)!;

        Assert.Equal(new DateOnly(2026, 3, 1), read.FiledOn);
        Assert.Equal(entered is null ? null : DateTime.Parse(entered), read.Entered?.Clock);
        Assert.Equal(offset is { } hours ? TimeSpan.FromHours(hours) : null, read.Entered?.Offset);
    }

    [Theory]
    [InlineData("filed on 3/1/68", 2068)]
    [InlineData("filed on 3/1/69", 1969)]
    public void Read_YearOfTwoDigits_IsOfThisCenturyUpTo68(string transaction, int year) =>
        Assert.Equal(year, NefReader.Read((Nef with { Transaction = transaction }).Mail, Some.Nysd)!.FiledOn!.Value.Year);

    [Theory]
    [InlineData("1:26-cr-01234-ABC-DEF-2", "1:26-cr-01234", "ABC", "DEF", "2")]
    [InlineData("1:26-mc-01234-P1", "1:26-mc-01234", null, null, null)]
    [InlineData("1:26-md-03000", "1:26-md-03000", null, null, null)]
    public void Read_CaseNumber_IsTakenApart(string written, string number, string? assigned, string? referred, string? defendant)
    {
        var read = Assert.Single(NefReader.Read((Nef with { Number = written }).Mail, Some.Nysd)!.Cases).Number!;

        Assert.Equal((number, assigned, referred, defendant), (read.AsWritten, read.AssignedInitials, read.ReferredInitials, read.Defendant));
    }

    [Fact]
    public void Read_TableAfterTable_EachHasItsOwnText()
    {
        var other = Nef with { Caption = "Coe v. Roe", Number = "1:26-cv-00099", CaseId = "600099", Sequence = "7", EntryNumber = "5", Text = "The other text." };

        var read = NefReader.Read(Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + Nef.DocketText + other.Table + other.DocketText)), Some.Nysd)!;

        Assert.Equal(["MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)", "The other text."], read.Cases.Select(one => one.Text));
        Assert.Equal([("612345", "10", "3"), ("600099", "7", "5")], read.Cases.Select(one => (one.CaseId!, one.Sequence!, one.DocumentNumber!)));
    }

    [Fact]
    public void Read_TablesWithOneText_ShareIt()
    {
        var other = Nef with { Caption = "Coe v. Roe", Number = "1:26-cv-00099" };

        var read = NefReader.Read(Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + other.Table + Nef.DocketText)), Some.Nysd)!;

        Assert.Equal(2, read.Cases.Count);
        Assert.Single(read.Cases.Select(one => one.Text).Distinct(), "MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)");
    }

    [Theory]
    [InlineData("MOTION <br>Filer: nobody<br>Document Number: 99<br>WARNING: this is prose", "MOTION Filer: nobody Document Number: 99 WARNING: this is prose")]
    [InlineData("<p>ORDER.</p><p><b>Case Name:</b> as in the caption.</p>", "ORDER. Case Name: as in the caption.")]
    [InlineData("Notice will be given <p>Notice was served by mail.</p>", "Notice will be given Notice was served by mail.")]
    [InlineData("see <a href=\"https://www.nysd.uscourts.gov/x\">the rules</a> &amp; &sect;&nbsp;5<font color=Green>!</font>", "see the rules & § 5!")]
    public void Read_DocketTextWithWhatLooksLikeLabels_IsWhole(string text, string read) =>
        Assert.Equal(read, Assert.Single(NefReader.Read((Nef with { Text = text }).Mail, Some.Nysd)!.Cases).Text);

    [Theory]
    [InlineData("<strong>Docket Text:</strong>", "")]
    [InlineData("Notice has been electronically mailed to:", "MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)")]
    [InlineData("<b>Notice of Electronic Filing</b>", "MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)")]
    [InlineData("<strong>Filer:</strong>", "MOTION to Dismiss with prejudice. Document filed by Mary Roe. (Lovelace, Ada)")]
    public void Read_APartMissing_TheRestIsRead(string part, string text)
    {
        var read = Assert.Single(NefReader.Read(Nef.Message("Content-Type: text/html", Nef.Html.Replace(part, "", StringComparison.Ordinal)), Some.Nysd)!.Cases);

        Assert.StartsWith(text, read.Text, StringComparison.Ordinal);
        Assert.Equal("1:26-cv-01234", read.Number!.AsWritten);
    }

    [Theory]
    [InlineData("<b>Notice of Electronic Filing</b>", "Notice of Electronic Claims Filing")]
    [InlineData("This is an automatic e-mail message", "This is an announcement e-mail message")]
    [InlineData("MOTION to Dismiss", "Modified Dkt text from")]
    [InlineData("MOTION to Dismiss", "Modified Date\n Filed from")]
    [InlineData("MOTION to Dismiss", "Added Correct PDF to document")]
    [InlineData("Case Number:", "Number of the case:")]
    [InlineData("Case Name:", "Join ZoomGov Meeting")]
    public void Read_NoNoticeOfAFiling_IsNull(string part, string other) =>
        Assert.Null(NefReader.Read(Nef.Message("Content-Type: text/html", Nef.Html.Replace(part, other, StringComparison.Ordinal)), Some.Nysd));

    [Fact]
    public void Write_MessageWithAnImage_IsNoneToTheContract()
    {
        var mail = Nef.Message("Content-Type: multipart/mixed; boundary=b", $"--b\nContent-Type: text/html\n\n{Nef.Html}\n--b\nContent-Type: image/png\n\nx\n--b--");

        Assert.Equal("{}", NefWrappingTests.Json(mail).ToJsonString());
        Assert.Equal("Motion to Dismiss", NefReader.Read(mail, Some.Nysd)!.Title);
    }

    [Fact]
    public void Read_DocumentsDescribed_CountAsAttachmentsFromTheSecondOn()
    {
        var more = Nef.Message("Content-Type: text/html", Nef.Html + "<STRONG>Document description:</STRONG>Exhibit 1");

        Assert.False(NefReader.Read(Nef.Mail, Some.Nysd)!.HasAttachments);
        Assert.True(NefReader.Read(more, Some.Nysd)!.HasAttachments);
    }

    [Theory]
    [InlineData("magic_num=", null)]
    [InlineData("magic_num=MAGIC", null)]
    [InlineData("magic_num=0", "0")]
    public void Read_FirstLookKey_IsDigitsOrNone(string query, string? magic)
    {
        var nef = Nef with { DocumentValue = $"<a href=\"https://ecf.nysd.uscourts.gov/doc1/1760?caseid=1&{query}\">3</a>" };

        var read = Assert.Single(NefReader.Read(nef.Mail, Some.Nysd)!.Cases);

        Assert.Equal((magic, "1760", "1"), (read.Magic, read.DocumentId, read.CaseId));
    }

    [Theory]
    [InlineData("DktRpt.pl?612345", "612345")]
    [InlineData("DktRpt.pl?612345-L_1_0-1", "612345")]
    [InlineData("DktRpt.pl?caseid=612345", "612345")]
    [InlineData("DktRpt.pl?x612345", null)]
    [InlineData("DktRpt.pl", null)]
    public void Read_CaseLink_TellsTheCaseWhereNoDocumentDoes(string link, string? caseId)
    {
        var html = (Nef with { DocumentValue = "No document attached" }).Html.Replace("DktRpt.pl?612345", link, StringComparison.Ordinal);

        Assert.Equal(caseId, Assert.Single(NefReader.Read(Nef.Message("Content-Type: text/html", html), Some.Nysd)!.Cases).CaseId);
    }

    [Theory]
    [InlineData("nyeb", "1-23-42603-nhl", "1-23-42603", null, "nhl")]
    [InlineData("nysb", "22-22507-cgm", "22-22507", null, "cgm")]
    [InlineData("cacb", "6:22-bk-13768-MH", "6:22-bk-13768", "6", "MH")]
    [InlineData("txnb", "22-30500-swe7", "22-30500", null, "swe")]
    public void Read_BankruptcyNumbers_AreTakenApart(string court, string written, string number, string? office, string? judge)
    {
        var read = Assert.Single(NefReader.Read((Nef with { Court = court, Number = written }).Mail, CourtId.Parse(court))!.Cases).Number!;

        Assert.Equal((number, office, judge), (read.AsWritten, read.OfficeCode, read.AssignedInitials));
    }
}
