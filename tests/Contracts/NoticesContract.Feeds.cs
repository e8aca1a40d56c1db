using System.Text;

namespace Tipstaff.Tests.Contracts;

public abstract partial class NoticesContract
{
    private static string AppealItem => """
        <item>
        <title>26-101 Doe v. Roe</title>
        <link>https://ecf.ca9.uscourts.gov/cmecf/servlet/TransportRoom?servlet=CaseSummary.jsp&amp;caseNum=26-101&amp;incOrigDkt=Y&amp;incDktEntries=Y</link>
        <description>[Brief FILED] (&lt;a href="https://ecf.ca9.uscourts.gov/docs1/009033568259"&gt;Document&lt;/a&gt;)</description>
        <guid isPermaLink="true">https://ecf.ca9.uscourts.gov/cmecf/servlet/TransportRoom?servlet=CaseSummary.jsp&amp;casenum=26-101&amp;partid=9876</guid>
        <pubDate>Mon, 02 Mar 2026 14:00:58 GMT</pubDate>
        </item>
        """;

    private static string Item(string guid, string document, string label = "Motion to Dismiss", string time = "14:00:41") => $"""
        <item>
        <title>1:26-cv-01234 Doe v. Roe</title>
        <link>{guid.Split('&')[0]}</link>
        <description>[{label}] {document}</description>
        <guid isPermaLink="true">{guid}</guid>
        <pubDate>Mon, 02 Mar 2026 {time} GMT</pubDate>
        </item>
        """;

    private static string TextItem(int sequence, string time) =>
        Item($"https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;{sequence}", "", label: "Minute entry", time);

    private static string Link(int sequence, string court = "nysd") =>
        $"(&#x3C;a href=&#x22;https://ecf.{court}.uscourts.gov/doc1/127061234510?caseid=612345&#x26;de_seq_num={sequence}&#x22; &#x3E;3&#x3C;/a&#x3E;)";

    private static byte[] Appeal(string transaction) => Encoding.UTF8.GetBytes($"""
        Subject: 26-101 Doe v. Roe "Brief FILED"
        Content-Type: text/html

        <P><STRONG>Notice of Docket Activity</STRONG><BR><BR>
        The following transaction was {transaction}
        <TABLE BORDER=0 CELLSPACING=3>
        <TR><TD><STRONG>Case Name:</STRONG></TD><TD colspan='2'>Doe v. Roe<BR></TD></TR>
        <TR><TD><STRONG>Case Number:&nbsp;&nbsp;</STRONG></TD>
        <TD><A HREF="https://ecf.ca9.uscourts.gov/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseId=334146">26-101</A></TD></TR>
        <TR><TD><STRONG>Document(s):</STRONG></TD>
        <TD><A HREF="https://ecf.ca9.uscourts.gov/docs1/009133568259?uid=337433b9bebbd7c7">Document(s)</A></TD></TR>
        </TABLE><BR>
        <P><STRONG>Docket Text:</STRONG><BR>
        Filed brief. (Lovelace, Ada)<BR>
        <STRONG>Notice will be electronically mailed to:</STRONG><BR>Ada Lovelace: ada@example.com<BR>
        """);
}
