using Tipstaff.Mail;

namespace Tipstaff.Local.Smtp;

/// <summary>What an answer to a mail's commands means for that mail.</summary>
internal static class SmtpVerdict
{
    /// <summary>The outcome of the mail to whose commands this is the last answer that counts.</summary>
    /// <param name="reply">A code of 200 to 299 or 400 to 599.</param>
    /// <param name="options">The server.</param>
    /// <param name="recipient">The recipient's address, to keep it out of the outcome.</param>
    public static SendOutcome Of(SmtpReply reply, SmtpOptions options, string recipient) => reply.Code switch
    {
        < 300 => new SendOutcome.Accepted(reply.Quote(recipient)),
        421 => new SendOutcome.Unavailable($"{options.Endpoint} is closing: {reply.Quote(recipient)}"),
        530 or 534 or 535 or 538 => new SendOutcome.Unavailable(
            $"{options.Endpoint} wants us to sign in; set Smtp:User, Smtp:Password and Smtp:Security: {reply.Quote(recipient)}"),
        < 500 => new SendOutcome.Refused(reply.Quote(recipient), IsFinal: false),
        _ => new SendOutcome.Refused(reply.Quote(recipient), !MayPass(reply)),
    };

    // 552 is a full mailbox unless the enhanced code says that the mail itself is too big (5.2.3, 5.3.4).
    private static bool MayPass(SmtpReply reply)
    {
        var enhanced = reply.EnhancedCode;
        return enhanced is [] ? reply.Code == 552 : enhanced[0] == '4' || enhanced is "5.2.2";
    }
}
