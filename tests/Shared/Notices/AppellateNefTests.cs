using System.Text;
using Tipstaff.Courts;
using Tipstaff.Notices;

namespace Tipstaff.Tests.Shared.Notices;

public sealed class AppellateNefTests
{
    private const string Old = """
        <HTML><HEAD><TITLE>26-101 Doe v. Roe "Brief FILED"</TITLE></HEAD><BODY>
        <P><CENTER><STRONG>United States Court of Appeals for the Ninth Circuit</STRONG></CENTER>
        <P><STRONG>Notice of Docket Activity</STRONG><BR><BR>
        The following transaction was entered on 03/02/2026 at 9:00:58 AM Pacific Standard Time and filed on 03/01/2026
        <TABLE BORDER=0 CELLSPACING=3>
        <TR><TD><STRONG>Case Name:</STRONG></TD><TD colspan='2'>Doe v. Roe<BR></TD></TR>
        <TR><TD><STRONG>Case Number:&nbsp;&nbsp;</STRONG></TD>
        <TD><A HREF="https://ecf.ca9.uscourts.gov/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseId=334146">26-101</A></TD></TR>
        <TR><TD><STRONG>Document(s):</STRONG></TD>
        <TD><A HREF="https://ecf.ca9.uscourts.gov/docs1/009133568259?uid=337433b9bebbd7c7">Document(s)</A></TD></TR>
        </TABLE><BR>
        <P><STRONG>Docket Text:</STRONG><BR>
        Filed (ECF) Appellant Doe opening brief. [12512322] (Lovelace, Ada)<BR><BR>
        <STRONG>Notice will be electronically mailed to:</STRONG><BR><BR>Ada Lovelace: ada@example.com<BR>
        The following document(s) are associated with this transaction:<BR>
        <STRONG>Document Description: </STRONG><BR>
        <STRONG>Original Filename: </STRONG>brief.pdf<BR>
        </BODY></HTML>
        """;

    private const string New = """
        <div>Notice of Docket Activity</div>
        <div>The following transaction was entered on 03/02/2026 9:00:23 AM PST and filed on 03/01/2026</div>
        <div><strong><span>Case Name:&nbsp;</span></strong><span>Doe, et al. v. Roe&nbsp;</span></div>
        <div><strong><span>Case Number:
        </span></strong><a href='https://ca9-showdoc.azurewebsites.us/26-101'>26-101</a></div>
        <div><strong>Docket Text:</strong></div>
        <div><br><strong>ORDER.&nbsp;</strong>Document: see below. [Entered: 03/02/2026]</div>
        <div class='documents'><b>Document:</b> <a href='https://ca9-showdoc.azurewebsites.us/NDA/cc095098-2779'>Order</a><br/>
        <b>Document:</b> <a href='https://ca9-showdoc.azurewebsites.us/NDA/0b0a5098-2779'>Order</a></div>
        <div>Notice will be electronically mailed to:</div><div>ada@example.com</div>
        """;

    private static readonly CourtId Ca9 = CourtId.Parse("ca9");

    [Fact]
    public void Read_OldSystem_GivesEverything()
    {
        var nef = Read("26-101 Doe v. Roe\n \"Brief FILED\"", Old);

        Assert.True(nef is { IsAppellate: true, IsAcms: false, HasAttachments: false, Title: "Brief FILED" });
        Assert.Equal((new DateOnly(2026, 3, 1), new NefMoment(new DateTime(2026, 3, 2, 9, 0, 58), TimeSpan.FromHours(-8))), (nef.FiledOn!.Value, nef.Entered));
        var read = Assert.Single(nef.Cases);
        Assert.Equal(("Doe v. Roe", "26-101", "334146"), (read.Caption, read.Number!.AsWritten, read.CaseId));
        Assert.Equal("Filed (ECF) Appellant Doe opening brief. [12512322] (Lovelace, Ada)", read.Text);
        Assert.Equal(("009033568259", "337433b9bebbd7c7", null, null), (read.DocumentId, read.Magic, read.Sequence, read.DocumentNumber));
    }

    [Fact]
    public void Read_NewSystem_GivesEverything()
    {
        var nef = Read("Doe, et al. v. Roe 26-101 - 063 - Corrected\n Order", New);

        Assert.True(nef is { IsAppellate: true, IsAcms: true, Title: "Corrected Order" });
        var read = Assert.Single(nef.Cases);
        Assert.Equal(("Doe, et al. v. Roe", "26-101", "63"), (read.Caption, read.Number!.AsWritten, read.DocumentNumber));
        Assert.Equal("ORDER. Document: see below. [Entered: 03/02/2026]", read.Text);
        Assert.Equal(("https://ca9-showdoc.azurewebsites.us/NDA/cc095098-2779", "cc095098-2779"), (read.DocumentLink, read.Magic));
        Assert.Equal((null, null, null), (read.DocumentId, read.CaseId, read.Sequence));
    }

    [Fact]
    public void Read_NewSystemForwardedInATable_IsStillNew() =>
        Assert.True(Read("Doe v. Roe 26-101 - 63 - Order", $"<table><tr><td>{New}</td></tr></table>").IsAcms);

    [Fact]
    public void Read_OldSystemAsPlainText_IsStillOld()
    {
        const string plain = """
            Notice of Docket Activity
            The following transaction was filed on 03/01/2026
            Case Name: Doe v. Roe
            Case Number: 26-101<https://ecf.ca9.uscourts.gov/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseId=334146>
            Document(s): Document(s)<https://ecf.ca9.uscourts.gov/docs1/009133568259?uid=337433b9bebbd7c7>
            Docket Text:
            Filed brief.
            Notice will be electronically mailed to:
            """;

        var nef = NefReader.Read(Encoding.UTF8.GetBytes($"Subject: 26-101 Doe v. Roe \"Brief\"\n\n{plain}"), Ca9)!;

        Assert.True(nef is { IsAppellate: true, IsAcms: false, Entered: null, Title: "Brief" });
        Assert.Equal(("009033568259", "334146"), (nef.Cases[0].DocumentId, nef.Cases[0].CaseId));
    }

    private static Nef Read(string subject, string html) =>
        NefReader.Read(Encoding.UTF8.GetBytes($"Subject: {subject}\nContent-Type: text/html; charset=UTF-8\n\n{html}"), Ca9)!;
}
