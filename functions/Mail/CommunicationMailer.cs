using Azure;
using Azure.Communication.Email;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;

namespace Tipstaff.Functions.Mail;

/// <summary>Sends by Azure Communication Services, under an operation id of the message's own.</summary>
/// <remarks>
/// That a second handing over under one operation id sends nothing twice is not documented, and neither is what the service
/// answers to a <c>Message-ID</c> that was used. So nothing rests on either: whatever leaves open whether the service has the mail
/// is followed by a look at the operation, and where that says nothing the outcome is <see cref="SendOutcome.Unknown"/>.
/// </remarks>
public sealed class CommunicationMailer(
    EmailClient client, MailQuota quota, IOptions<AcsOptions> options, IOptions<MailOptions> mail, TimeProvider time, ILogger<CommunicationMailer> logger)
    : IMailProvider
{
    /// <summary>Its name in <c>Mail:Providers</c>.</summary>
    public const string ProviderName = "acs";

    private static readonly TimeSpan LookTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(6);

    private readonly AcsOptions _options = options.Value;
    private readonly IReadOnlySet<string> _leftOut = options.Value.LeftOut;

    /// <inheritdoc/>
    public string Name => ProviderName;

    /// <inheritdoc/>
    public int MostAtOnce => 32;

    /// <inheritdoc/>
    public TimeSpan LongestHandOver => _options.Timeout + LookTime;

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await quota.TakeAsync(cancellationToken) is { } turn)
        {
            return new SendOutcome.Held("the quota of acs is used up for now", turn);
        }

        cancellationToken.ThrowIfCancellationRequested();
        return await HandOverAsync(mail);
    }

    /// <inheritdoc/>
    /// <remarks>Looks at an operation that never was: to be told so is an answer.</remarks>
    public async Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new EmailSendOperation(Guid.Empty.ToString(), client).UpdateStatusAsync(cancellationToken);
            return true;
        }
        catch (Exception fault) when (CloudFailure.Of(fault, cancellationToken) is { } failure)
        {
            return failure.Status is >= 200 and < 500 and not (401 or 403 or 408);
        }
        catch (AuthenticationFailedException)
        {
            return false;
        }
    }

    // Not the caller's token: once it has begun it is seen through.
    private async Task<SendOutcome> HandOverAsync(OutgoingMail outgoing)
    {
        var id = AcsMail.OperationId(outgoing.Key);
        var sender = _options.Sender.Length > 0 ? _options.Sender : mail.Value.From;
        using var limit = new CancellationTokenSource(_options.Timeout, time);
        try
        {
            await client.SendAsync(WaitUntil.Started, AcsMail.Of(outgoing, sender, _leftOut), id, limit.Token);
            return new SendOutcome.Accepted($"taken as operation {id}");
        }
        catch (OperationCanceledException)
        {
            return await LookAsync(id) ?? new SendOutcome.Unknown($"acs did not answer within {_options.Timeout}; it may have the mail");
        }
        catch (Exception fault) when (CloudFailure.Of(fault, CancellationToken.None) is { } failure)
        {
            if (failure.Status == 429)
            {
                return OverQuota(failure);
            }

            var outcome = AcsVerdict.Of(failure);
            return AcsVerdict.IsOpen(failure) ? await LookAsync(id) ?? outcome : outcome;
        }
        catch (AuthenticationFailedException failure)
        {
            logger.NoToken(failure.GetType().Name);
            return new SendOutcome.Unavailable("there is no token for acs; check Azure:ClientId and the app's identity");
        }
        catch (ArgumentException)
        {
            return new SendOutcome.Refused("the mail lacks what acs asks for: a subject, a text, a sender or a recipient", RefusalKind.ThisMail);
        }
    }

    // Our count and the service's differ: another app sends through the account, or the settings promise more than it has.
    private SendOutcome.Held OverQuota(RequestFailedException failure)
    {
        var wait = AcsVerdict.RetryAfter(failure) ?? UsualWait;
        wait = wait < LongestWait ? wait : LongestWait;
        logger.OverQuota(wait);
        return new SendOutcome.Held($"acs says that its quota is used up ({AcsVerdict.Words(failure)})", quota.CloseUntil(time.GetUtcNow() + wait));
    }

    /// <summary>Looks whether the service has the mail, from this handing over or an earlier one.</summary>
    /// <returns>Null when it says that it has not.</returns>
    private async Task<SendOutcome?> LookAsync(Guid id)
    {
        using var limit = new CancellationTokenSource(LookTime, time);
        try
        {
            // To the end of the handing over: a status before that it might give to any id.
            await new EmailSendOperation(id.ToString(), client).WaitForCompletionAsync(LookInterval, limit.Token);
            return new SendOutcome.Accepted($"it has operation {id} already");
        }
        catch (RequestFailedException failure) when (failure.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException failure) when (failure.Status == 200)
        {
            // It took the mail, and then failed over it.
            return AcsVerdict.Of(failure);
        }
        catch (Exception fault) when (fault is AuthenticationFailedException || CloudFailure.Of(fault, CancellationToken.None) is not null)
        {
            return new SendOutcome.Unknown("acs failed over the mail, and does not say whether it has it");
        }
    }
}
