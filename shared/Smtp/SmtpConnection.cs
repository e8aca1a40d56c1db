using System.Text;
using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>
/// Carries mail after mail over one connection. With PIPELINING the last byte of one mail and the commands of the next go out in
/// one write, so that a mail costs one round trip.
/// </summary>
internal sealed class SmtpConnection(SmtpOptions options, SmtpWire wire, SmtpExtensions extensions) : IAsyncDisposable
{
    private readonly SendBuffer _message = new();
    private readonly SmtpEnvelope _envelope = new(options, wire, extensions);
    private bool _isLost;
    private bool _isUsed;
    private int _begun;

    /// <summary>Whether it may carry one more.</summary>
    public bool IsUsable => !_isLost && _begun < options.MailsPerConnection;

    /// <summary>After a time without mail: whether the server has neither left nor spoken in the meantime.</summary>
    public bool StillStands() => !(_isLost |= wire.IsStale);

    /// <summary>Carries mails until none waits, the connection is lost or has carried enough.</summary>
    /// <param name="first">A mail that another connection lost; null for none.</param>
    /// <param name="tryTake">The next mail that waits, claimed; null when none does.</param>
    /// <returns>
    /// A mail of which this connection handed over nothing before it proved dead; it deserves another connection. Null for none.
    /// All others have their outcome.
    /// </returns>
    public async Task<PendingMail?> CarryAsync(PendingMail? first, Func<PendingMail?> tryTake)
    {
        var mail = Next(tryTake, first);
        for (var isOffered = false; mail is not null;)
        {
            PendingMail? following = null;
            var isHandedOver = false;
            try
            {
                if (await _envelope.OfferAsync(mail.Mail, _message, isOffered) is { } refusal)
                {
                    _isUsed = true;
                    mail.Complete(SmtpVerdict.Of(refusal, options, mail.Mail.To.Mailbox));
                    (mail, isOffered) = (Next(tryTake), false);
                    continue;
                }

                if (!mail.TryHandOver())
                {
                    // The server waits for the mail, and leaving is all that makes it forget it.
                    _isLost = true;
                    return null;
                }

                MessageData.Write(_message.Span, wire.Output);
                following = extensions.Pipelining ? Next(tryTake) : null;
                _envelope.Append(following?.Mail, _message);
                isHandedOver = true;
                await wire.FlushAsync(options.AcceptTimeout);
                var reply = SmtpEnvelope.Expect(await wire.ReadReplyAsync(options.AcceptTimeout, isRunning: true));
                _isUsed = true;
                _isLost = reply.IsClosing;
                mail.Complete(SmtpVerdict.Of(reply, options, mail.Mail.To.Mailbox));
                (mail, isOffered) = following is null ? (_isLost ? null : Next(tryTake), false) : (following, true);
                if (_isLost)
                {
                    return Retried(mail);
                }
            }
            catch (SmtpLostException lost)
            {
                _isLost = true;
                return Lose(mail!, following, isHandedOver, lost.Message);
            }
            catch (Exception fault)
            {
                // A bug: those who await the mails get to see it.
                _isLost = true;
                mail?.Fail(fault);
                following?.Fail(fault);
                return null;
            }
        }

        wire.Rest();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_isLost)
            {
                var limit = TimeSpan.FromTicks(Math.Min(options.CommandTimeout.Ticks, TimeSpan.TicksPerSecond));
                wire.Output.Clear();
                Encoding.ASCII.GetBytes("QUIT\r\n", wire.Output);
                await wire.FlushAsync(limit);
                await wire.ReadReplyAsync(limit);
            }
        }
        catch (SmtpLostException)
        {
            // It is over either way; every mail has its answer.
        }
        finally
        {
            await wire.DisposeAsync();
        }
    }

    /// <summary>Composes the next mail that this server can take; those that it cannot have their outcome at once.</summary>
    private PendingMail? Next(Func<PendingMail?> tryTake, PendingMail? first = null)
    {
        while (IsUsable && (first ?? tryTake()) is { } mail)
        {
            first = null;
            if (mail.IsWithdrawn)
            {
                continue;
            }

            try
            {
                _message.Clear();
                MimeWriter.Write(mail.Mail, _message);
                if (Objection(mail.Mail) is not { } objection)
                {
                    _begun++;
                    return mail;
                }

                mail.Complete(new SendOutcome.Refused($"{options.Endpoint} {objection}", RefusalKind.ThisProvider));
            }
            catch (Exception fault)
            {
                // The sender awaits it and gets the fault; it is none of the connection's.
                mail.Fail(fault);
            }
        }

        return null;
    }

    private string? Objection(OutgoingMail mail) =>
        SmtpEnvelope.IsInternational(mail) && !extensions.SmtpUtf8 ? "takes no international addresses (SMTPUTF8)"
        : _message.Length > extensions.MaxBytes ? $"takes no mail of more than {extensions.MaxBytes} bytes; this one has {_message.Length}"
        : null;

    private PendingMail? Lose(PendingMail mail, PendingMail? following, bool isHandedOver, string reason)
    {
        if (!isHandedOver && _isUsed)
        {
            return Retried(mail, reason);
        }

        mail.Complete(isHandedOver
            ? new SendOutcome.Unknown($"{options.Endpoint} {reason} after the mail was handed over; it may or may not have arrived")
            : new SendOutcome.Unavailable($"{options.Endpoint} {reason}"));
        return Retried(following, reason);
    }

    private PendingMail? Retried(PendingMail? mail, string reason = "is closing")
    {
        if (mail is { IsRetried: true })
        {
            mail.Complete(new SendOutcome.Unavailable($"{options.Endpoint} {reason}"));
            return null;
        }

        if (mail is not null)
        {
            mail.IsRetried = true;
        }

        return mail;
    }
}
