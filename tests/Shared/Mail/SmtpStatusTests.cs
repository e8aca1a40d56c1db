using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class SmtpStatusTests
{
    [Theory]
    // The recipient, with an enhanced code.
    [InlineData(SmtpStage.Recipient, 550, "5.1.1", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 550, "5.1.2", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 501, "5.1.3", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 551, "5.1.6", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 556, "5.1.10", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 550, "5.2.1", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Content, 550, "5.1.1", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 550, "5.1.0", RefusalKind.ThisMail)]
    [InlineData(SmtpStage.Recipient, 550, "5.2.3", RefusalKind.ThisMail)]
    [InlineData(SmtpStage.Recipient, 550, "5.2.2", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Recipient, 452, "4.2.2", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Content, 552, "5.2.2", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Recipient, 550, "5.7.1", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Recipient, 554, "5.7.606", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Content, 554, "5.7.1", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Content, 552, "5.3.4", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Content, 550, "5.6.0", RefusalKind.ThisMail)]
    [InlineData(SmtpStage.Content, 550, "5.6.7", RefusalKind.ThisProvider)]
    // The enhanced class counts.
    [InlineData(SmtpStage.Recipient, 550, "4.7.1", RefusalKind.Transient)]
    [InlineData(SmtpStage.Recipient, 450, "5.1.1", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 450, "4.2.0", RefusalKind.Transient)]
    [InlineData(SmtpStage.Recipient, 450, "4.1.1", RefusalKind.Transient)]
    [InlineData(SmtpStage.Content, 452, "4.3.1", RefusalKind.Transient)]
    // 5.0.0 says no more than the code.
    [InlineData(SmtpStage.Recipient, 550, "5.0.0", RefusalKind.DoubtfulAddress)]
    // Without an enhanced code.
    [InlineData(SmtpStage.Recipient, 550, "", RefusalKind.DoubtfulAddress)]
    [InlineData(SmtpStage.Recipient, 551, "", RefusalKind.DoubtfulAddress)]
    [InlineData(SmtpStage.Recipient, 553, "", RefusalKind.DoubtfulAddress)]
    [InlineData(SmtpStage.Recipient, 556, "", RefusalKind.DeadAddress)]
    [InlineData(SmtpStage.Recipient, 501, "", RefusalKind.ThisMail)]
    [InlineData(SmtpStage.Recipient, 552, "", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Content, 552, "", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Recipient, 452, "", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Content, 452, "", RefusalKind.FullMailbox)]
    [InlineData(SmtpStage.Sender, 452, "", RefusalKind.Transient)]
    [InlineData(SmtpStage.Recipient, 554, "", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Content, 550, "", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Content, 554, "", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Recipient, 451, "", RefusalKind.Transient)]
    // A mail that is declared too big, or of a kind that it cannot carry.
    [InlineData(SmtpStage.Sender, 552, "", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Sender, 552, "5.3.4", RefusalKind.ThisProvider)]
    [InlineData(SmtpStage.Sender, 550, "5.6.7", RefusalKind.ThisProvider)]
    public void Classify_OfAMail_SaysWhatIsToBlame(SmtpStage stage, int code, string enhanced, RefusalKind kind) =>
        Assert.Equal(kind, SmtpStatus.Classify(stage, code, enhanced));

    [Theory]
    [InlineData(SmtpStage.Content, 421, "4.3.2")]
    [InlineData(SmtpStage.Recipient, 521, "5.3.2")]
    [InlineData(SmtpStage.Sender, 530, "5.7.0")]
    [InlineData(SmtpStage.Recipient, 535, "5.7.8")]
    [InlineData(SmtpStage.Sender, 550, "5.7.1")]
    [InlineData(SmtpStage.Sender, 554, "")]
    [InlineData(SmtpStage.Sender, 550, "5.1.1")]
    [InlineData(SmtpStage.Recipient, 550, "5.1.7")]
    [InlineData(SmtpStage.Recipient, 553, "5.1.8")]
    public void Classify_OfUsOrTheServer_IsNone(SmtpStage stage, int code, string enhanced) =>
        Assert.Null(SmtpStatus.Classify(stage, code, enhanced));
}
