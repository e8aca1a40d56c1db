using Tipstaff.Notices;

namespace Tipstaff.Tests.Shared.Notices;

public sealed class NefTitleTests
{
    [Theory]
    [InlineData("Activity in Case 1:26-cv-01234-ABC Doe v. Roe et al Motion to Dismiss", "Motion to Dismiss")]
    [InlineData("Fwd: Activity in Case 1:26-cv-01234 DOE v. ROE ET AL Order", "Order")]
    [InlineData("Activity in Case 1:26-cv-01234-ABC Doe v. Roe Order on Motion", "Order on Motion")]
    [InlineData("Activity in Case 1:26-cv-01234-ABC Doe v. Roe et al", null)]
    [InlineData("Activity in Case 1:26-cv-01234-ABC Coe v. Poe Order", null)]
    [InlineData("", null)]
    public void OfDistrict_Subject_GivesWhatFollowsTheName(string subject, string? title) =>
        Assert.Equal(title, NefTitle.OfDistrict(subject, [Case("Doe v. Roe et al")]));

    [Theory]
    [InlineData("26-10001-abc Ch 13 Plan Confirmed - John Roe", "John Roe and Mary Roe", "Plan Confirmed")]
    [InlineData("Ch-11 26-10001-ABC Roe Holding Compan Motion to Sell", "Roe Holding Company of Delaware, LLC", "Motion to Sell")]
    [InlineData("NEF: 26-10001-cgm Ch13 Notice of Hearing Re: Mary Roe", "Mary Roe", "Notice of Hearing")]
    [InlineData("26-10001-ELG CH11 Motion to Convert Case to Chapter 7 - 16 Roe St L.L.C.", "16 Roe St L.L.C.", "Motion to Convert Case to Chapter 7")]
    [InlineData("26-10001-MAF Chapter 13 Mary Roe  Complaint", "Mary Roe", "Complaint")]
    [InlineData("26-10001-7 Chapter 7 Voluntary Petition", "Mary Roe", "Chapter 7 Voluntary Petition")]
    [InlineData("26-10001 Order - CH - Doe v. Roe et al", "Doe v. Roe et al", "Order")]
    [InlineData("Docket Order Ch 13 Mary Roe 1:26-bk-10001", "Mary Roe", "Docket Order")]
    [InlineData("Mary Roe 26-10001-KLP Ch 13  Notice of Dismissal - CerDocTyp", "Mary Roe", "Notice of Dismissal - CerDocTyp")]
    [InlineData("Ch-7 1:26-bk-10001 Notice of Appearance; Mary Roe", "Mary Roe", "Notice of Appearance")]
    [InlineData("Ch-7   26-10001-GLT MARY ROE         Order -Non-motion related-", "Mary Roe", "Order -Non-motion related")]
    [InlineData("Multiple Cases \"26-10001-KBO Roe Holding Compan Close Adversary Case\" - AP -", "Roe Holding Company LLC", "Close Adversary Case")]
    [InlineData("Fwd: 8-26-70001-ast CHAP - Hearing Continued - Mary Roe", "Mary Roe", "CHAP - Hearing Continued")]
    [InlineData("26-10001 Objection of Mary Roe to Claim - Mary Roe", "Mary Roe", "Objection of Mary Roe to Claim")]
    [InlineData("26-10001-abc", "Mary Roe", null)]
    public void OfBankruptcy_Subject_GivesWhatIsLeft(string subject, string caption, string? title) =>
        Assert.Equal(title, NefTitle.OfBankruptcy(subject, [Case(caption)]));

    [Theory]
    [InlineData("26-101 Doe v. Roe \"Brief FILED\"", null, "Brief FILED")]
    [InlineData("26-101 Doe v. Roe \"Brief FILED\" (1:26-cv-01234)", "Main_Document", "Brief FILED")]
    [InlineData("26-101 Doe v. Roe \"Brief FILED\"", "Reply_Brief of Roe", "Reply Brief of Roe")]
    [InlineData("26-101 Doe v. Roe \u201CLetter re \"28(j)\"\u201D", null, "Letter re \"28(j)\"")]
    [InlineData("26-101 Doe v. Roe", "Main document", null)]
    public void OfAppellate_SubjectAndDescription_GiveTheLongerOne(string subject, string? description, string? title) =>
        Assert.Equal(title, NefTitle.OfAppellate(subject, [Case("Doe v. Roe", "26-101")], description));

    [Theory]
    [InlineData("Doe, et al. v. Roe 26-101 - 063 - Corrected Order", "Corrected Order", "63")]
    [InlineData("Doe v. Roe 26-101 - Brief Submitted - 490849", "Brief Submitted", null)]
    [InlineData("Doe v. Roe 26-101 - 125 - Motion - Other", "Motion - Other", "125")]
    [InlineData("Something else", null, null)]
    public void OfAcms_Subject_GivesTitleAndNumber(string subject, string? title, string? number) =>
        Assert.Equal((title, number), NefTitle.OfAcms(subject, [Case("Doe v. Roe", "26-101")]));

    private static NefCase Case(string caption, string number = "1:26-cv-01234-ABC") => new() { Caption = caption, NumberAsWritten = number, Text = "" };
}
