using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>A command that was not accepted.</summary>
/// <param name="Stage">Which one.</param>
/// <param name="Reply">The answer, 400 to 599.</param>
internal sealed record SmtpRefusal(SmtpStage Stage, SmtpReply Reply);

/// <summary>What an answer to a mail's commands means for that mail.</summary>
internal static class SmtpVerdict
{
    /// <summary>The outcome of the mail whose last byte was answered.</summary>
    /// <param name="reply">A code of 200 to 299 or 400 to 599.</param>
    /// <param name="options">The server.</param>
    /// <param name="recipient">The recipient's address, to keep it out of the outcome.</param>
    public static SendOutcome Of(SmtpReply reply, SmtpOptions options, string recipient) =>
        reply.IsPositive ? new SendOutcome.Accepted(reply.Quote(recipient)) : Of(new SmtpRefusal(SmtpStage.Content, reply), options, recipient);

    /// <summary>The outcome of a mail of which a command was refused.</summary>
    public static SendOutcome Of(SmtpRefusal refusal, SmtpOptions options, string recipient)
    {
        var (stage, reply) = (refusal.Stage, refusal.Reply);
        return SmtpStatus.Classify(stage, reply.Code, reply.EnhancedCode) is { } kind
            ? new SendOutcome.Refused(reply.Quote(recipient), kind is RefusalKind.DoubtfulAddress && SaysRelaying(reply) ? RefusalKind.ThisProvider : kind)
            : new SendOutcome.Unavailable($"{options.Endpoint} {Trouble(stage, reply.Code, options)}: {reply.Quote(recipient)}");
    }

    // 550 relay not permitted (Exim); 553 sorry, that domain isn't in my list of allowed rcpthosts (qmail)
    private static bool SaysRelaying(SmtpReply reply) => reply.EnhancedCode is []
        && (reply.Text.Contains("relay", StringComparison.OrdinalIgnoreCase) || reply.Text.Contains("rcpthosts", StringComparison.OrdinalIgnoreCase));

    private static string Trouble(SmtpStage stage, int code, SmtpOptions options) => code switch
    {
        421 => "is closing",
        530 or 534 or 535 or 538 => string.Format(null, "wants us to sign in; set {0}:User, {0}:Password and {0}:Security", options.SectionName),
        _ when stage is SmtpStage.Sender => "takes no mail from us; check Mail:From, and who may send through it",
        _ => "takes no mail from us",
    };
}
