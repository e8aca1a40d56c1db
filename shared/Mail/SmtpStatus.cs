namespace Tipstaff.Mail;

/// <summary>What an SMTP server's refusal means (RFC 5321, enhanced codes of RFC 3463 and RFC 7504).</summary>
public static class SmtpStatus
{
    /// <summary>What the refusal says of the mail.</summary>
    /// <param name="stage">Which command was refused.</param>
    /// <param name="code">The answer's code, 400 to 599.</param>
    /// <param name="enhanced">Its enhanced code, such as <c>5.1.1</c>; empty for none. Its class counts where the two differ.</param>
    /// <returns>Null when it says nothing of this mail: the server takes nothing from us as we are set up, or nothing at all.</returns>
    public static RefusalKind? Classify(SmtpStage stage, int code, ReadOnlySpan<char> enhanced)
    {
        // 421 is leaving; 521 takes no mail at all; the others want us to sign in, in another way or by TLS.
        if (code is 421 or 521 or 530 or 534 or 535 or 538)
        {
            return null;
        }

        var isFinal = enhanced is [] ? code >= 500 : enhanced[0] == '5';
        var detail = enhanced is [] ? [] : enhanced[2..];
        return detail is "2.2" ? RefusalKind.FullMailbox
            : !isFinal ? OfTransient(stage, code, detail)
            : detail is [] or "0.0" ? OfFinal(stage, code)
            : OfFinal(stage, detail);
    }

    // 452 to a recipient or a mail, without more, is how servers before RFC 3463 say that the mailbox is full.
    private static RefusalKind OfTransient(SmtpStage stage, int code, ReadOnlySpan<char> detail) =>
        code == 452 && detail is [] && stage is not SmtpStage.Sender ? RefusalKind.FullMailbox : RefusalKind.Transient;

    private static RefusalKind? OfFinal(SmtpStage stage, int code) => (stage, code) switch
    {
        (SmtpStage.Sender, 552) => RefusalKind.ThisProvider,
        (SmtpStage.Sender, _) => null,
        (_, 552) => RefusalKind.FullMailbox,
        (SmtpStage.Recipient, 556) => RefusalKind.DeadAddress,
        // Without an enhanced code 550 is as often "blocked" as it is "no such user".
        (SmtpStage.Recipient, 550 or 551 or 553) => RefusalKind.DoubtfulAddress,
        (SmtpStage.Recipient, 501) => RefusalKind.ThisMail,
        _ => RefusalKind.ThisProvider,
    };

    private static RefusalKind? OfFinal(SmtpStage stage, ReadOnlySpan<char> detail) => detail switch
    {
        // The sender's own address or domain: no mail of ours gets through there.
        "1.7" or "1.8" => null,
        // Too big, or of a kind that this server cannot carry: declared with the sender, but a matter of the mail.
        "3.4" or "6.7" => RefusalKind.ThisProvider,
        _ when stage is SmtpStage.Sender => null,
        "1.1" or "1.2" or "1.3" or "1.6" or "1.10" or "2.1" => RefusalKind.DeadAddress,
        ['1' or '2' or '6', '.', ..] => RefusalKind.ThisMail,
        _ => RefusalKind.ThisProvider,
    };
}

/// <summary>Where in the handing over of a mail the server refused.</summary>
public enum SmtpStage
{
    /// <summary>MAIL: the sender, and the mail's declared size.</summary>
    Sender,

    /// <summary>RCPT: the recipient.</summary>
    Recipient,

    /// <summary>DATA, or the answer behind the last dot.</summary>
    Content,
}
