using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>
/// Sends by SMTP over a pool of connections that opens further ones while mail waits. A mail never goes out twice by itself: once
/// a server may have it, losing the connection is <see cref="SendOutcome.Unknown"/>, and sending again is the caller's decision.
/// </summary>
public sealed class SmtpMailer : IMailProvider, IAsyncDisposable
{
    private readonly Channel<PendingMail> _queue = Channel.CreateUnbounded<PendingMail>();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SmtpDesk _desk;
    private readonly SmtpPool _pool;

    /// <summary>A mailer that connects when the first mail comes.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is out of range.</exception>
    public SmtpMailer(SmtpOptions options, TimeProvider time, ILogger<SmtpMailer> logger)
        : this(options, time, logger, trust: null)
    {
    }

    internal SmtpMailer(SmtpOptions options, TimeProvider time, ILogger<SmtpMailer> logger, X509ChainPolicy? trust)
    {
        SmtpOptionsValidator.ThrowIfInvalid(options);
        _desk = new SmtpDesk(options, time, logger, trust, _queue.Reader, _stopping.Token);
        _pool = new SmtpPool(options.MaxConnections, time, () => _queue.Reader.Count, () => _ = Task.Run(new SmtpWorker(_desk, _pool!).RunAsync));
    }

    /// <inheritdoc/>
    public string Name => _desk.Options.SectionName.ToLowerInvariant();

    /// <inheritdoc/>
    /// <remarks>A connection has one mail on its way and the commands of the next right behind it; a third is being written.</remarks>
    public int MostAtOnce => 8 * _desk.Options.MaxConnections;

    /// <inheritdoc/>
    public TimeSpan LongestHandOver => _desk.Options.AcceptTimeout;

    /// <inheritdoc/>
    /// <remarks>Cancelling withdraws a mail up to the moment in which its first byte is written behind the answer to DATA.</remarks>
    /// <exception cref="ObjectDisposedException">The mailer was closed.</exception>
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var pending = new PendingMail(mail);
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(pending), this);
        _pool.Grow();
        await using var withdrawal = cancellationToken.UnsafeRegister(static (mail, token) => ((PendingMail)mail!).Cancel(token), pending);
        return await pending.Outcome;
    }

    /// <inheritdoc/>
    public async Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SmtpOpening.LookAsync(_desk.Options, _desk.Time, _desk.Trust, cancellationToken);
            return true;
        }
        catch (SmtpLostException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>
    /// Sees through what is being handed over, which may take as long as the options allow; answers what still waits as
    /// unavailable; takes leave of the server.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_queue.Writer.TryComplete())
        {
            _desk.AnswerWaiting(pending => pending.Complete(_desk.Unavailable(SmtpDesk.StoppingReason)));
            await _stopping.CancelAsync();
        }

        await _pool.WhenEmptyAsync();
        _stopping.Dispose();
    }
}
