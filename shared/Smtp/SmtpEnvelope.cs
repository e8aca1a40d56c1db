using System.Text;
using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>MAIL, RCPT and DATA: one write with PIPELINING, one after the other without.</summary>
internal sealed class SmtpEnvelope(SmtpOptions options, SmtpWire wire, SmtpExtensions extensions)
{
    private bool _needsReset;

    /// <summary>Whether it needs SMTPUTF8.</summary>
    public static bool IsInternational(OutgoingMail mail) => mail.From.IsInternational || mail.To.IsInternational;

    /// <summary>Lets through an answer that ends a command.</summary>
    /// <exception cref="SmtpLostException">It asks for more (3xx), of which there is none.</exception>
    public static SmtpReply Expect(SmtpReply reply) => reply.Code is < 300 or >= 400 ? reply : throw new SmtpLostException("answers out of step");

    /// <summary>Adds the commands to what is written next, as far as the server takes several at once.</summary>
    public void Append(OutgoingMail? mail, SendBuffer message)
    {
        if (mail is not null && _needsReset)
        {
            Append("RSET\r\n");
        }

        if (mail is not null && extensions.Pipelining)
        {
            AppendSender(mail, message);
            AppendRecipient(mail);
            Append("DATA\r\n");
        }
    }

    /// <summary>Goes through MAIL, RCPT and DATA.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="message">The mail as it will be written.</param>
    /// <param name="isOffered">Whether its commands went out already, behind the mail before it.</param>
    /// <returns>Null when the server waits for the mail; else the answer that says why it does not.</returns>
    /// <exception cref="SmtpLostException">The server left, or makes no sense.</exception>
    public async ValueTask<SmtpRefusal?> OfferAsync(OutgoingMail mail, SendBuffer message, bool isOffered)
    {
        if (!isOffered)
        {
            Append(mail, message);
        }

        return extensions.Pipelining ? await OfferAtOnceAsync(isOffered) : await OfferOneByOneAsync(mail, message);
    }

    private async ValueTask<SmtpRefusal?> OfferAtOnceAsync(bool isOffered)
    {
        if (!isOffered)
        {
            await wire.FlushAsync(options.CommandTimeout);
        }

        if (_needsReset)
        {
            await ReadAsync();
            _needsReset = false;
        }

        var sender = await ReadAsync();
        var recipient = await ReadAsync();
        var data = await wire.ReadReplyAsync(options.CommandTimeout);
        if (sender.IsPositive && recipient.IsPositive)
        {
            return DataRefusal(data);
        }

        // RFC 2920, 3.1: some say 354 with nobody to send to, and then have to be told that nothing comes.
        if (data.Code == 354)
        {
            Append(".\r\n");
            await wire.FlushAsync(options.CommandTimeout);
            await ReadAsync();
        }

        _needsReset = true;
        return sender.IsPositive ? new SmtpRefusal(SmtpStage.Recipient, recipient) : new SmtpRefusal(SmtpStage.Sender, sender);
    }

    private async ValueTask<SmtpRefusal?> OfferOneByOneAsync(OutgoingMail mail, SendBuffer message)
    {
        if (_needsReset)
        {
            await wire.FlushAsync(options.CommandTimeout);
            await ReadAsync();
            _needsReset = false;
        }

        AppendSender(mail, message);
        await wire.FlushAsync(options.CommandTimeout);
        var sender = await ReadAsync();
        if (!sender.IsPositive)
        {
            return new SmtpRefusal(SmtpStage.Sender, sender);
        }

        AppendRecipient(mail);
        await wire.FlushAsync(options.CommandTimeout);
        var recipient = await ReadAsync();
        if (!recipient.IsPositive)
        {
            _needsReset = true;
            return new SmtpRefusal(SmtpStage.Recipient, recipient);
        }

        Append("DATA\r\n");
        await wire.FlushAsync(options.CommandTimeout);
        return DataRefusal(await wire.ReadReplyAsync(options.CommandTimeout));
    }

    private SmtpRefusal? DataRefusal(SmtpReply reply)
    {
        if (reply.Code == 354)
        {
            return null;
        }

        _needsReset = true;
        return reply.Code >= 400 ? new SmtpRefusal(SmtpStage.Content, ThrowIfClosing(reply)) : throw new SmtpLostException("answers out of step");
    }

    private async ValueTask<SmtpReply> ReadAsync() => ThrowIfClosing(Expect(await wire.ReadReplyAsync(options.CommandTimeout)));

    private static SmtpReply ThrowIfClosing(SmtpReply reply) => reply.IsClosing ? throw new SmtpLostException($"is closing: {reply.Quote()}") : reply;

    private void AppendSender(OutgoingMail mail, SendBuffer message)
    {
        Append($"MAIL FROM:<{mail.From.Mailbox}>");
        Append(extensions.Size ? $" SIZE={message.Length}" : "");
        Append(extensions.EightBitMime && !Ascii.IsValid(message.Span) ? " BODY=8BITMIME" : "");
        Append(IsInternational(mail) ? " SMTPUTF8\r\n" : "\r\n");
    }

    private void AppendRecipient(OutgoingMail mail) => Append($"RCPT TO:<{mail.To.Mailbox}>\r\n");

    private void Append(string text) => Encoding.UTF8.GetBytes(text, wire.Output);
}
