using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>What all workers of a mailer share.</summary>
internal sealed record SmtpDesk(
    SmtpOptions Options, TimeProvider Time, ILogger Logger, X509ChainPolicy? Trust, ChannelReader<PendingMail> Queue, CancellationToken Stopping)
{
    public const string StoppingReason = "is not asked any more: Tipstaff is stopping";

    /// <summary>The next waiting mail, claimed; null when none waits.</summary>
    public PendingMail? TryTake()
    {
        while (Queue.TryRead(out var pending))
        {
            if (pending.TryTake())
            {
                return pending;
            }
        }

        return null;
    }

    /// <summary>Answers the mails that wait at this moment.</summary>
    public void AnswerWaiting(Action<PendingMail> answer)
    {
        for (var waiting = Queue.Count; waiting > 0 && TryTake() is { } pending; waiting--)
        {
            answer(pending);
        }
    }

    /// <summary>The server cannot be used.</summary>
    /// <param name="reason">Why, in words that follow its name.</param>
    public SendOutcome Unavailable(string reason) => new SendOutcome.Unavailable($"{Options.Endpoint} {reason}");
}

/// <summary>Carries waiting mails over one connection after the other, until none comes for a while.</summary>
internal sealed class SmtpWorker(SmtpDesk desk, SmtpPool pool)
{
    private SmtpWorkerState _state = SmtpWorkerState.Opening;
    private SmtpConnection? _connection;

    public async Task RunAsync()
    {
        // It outlives the mail for which it was started, and what it logs is no news of that mail's trace.
        Activity.Current = null;
        try
        {
            await CarryAllAsync();
        }
        catch (Exception fault)
        {
            // A bug: whoever waits for this worker gets to see it.
            desk.AnswerWaiting(pending => pending.Fail(fault));
        }
        finally
        {
            Turn(SmtpWorkerState.Leaving);
            await PartAsync();
            pool.End();
        }
    }

    private async Task CarryAllAsync()
    {
        for (PendingMail? lost = null; lost is not null || await WaitAsync();)
        {
            _connection ??= await OpenAsync(lost);
            if (_connection is null)
            {
                return;
            }

            Turn(SmtpWorkerState.Carrying);
            lost = await _connection.CarryAsync(lost, desk.TryTake);
            if (!_connection.IsUsable)
            {
                Turn(SmtpWorkerState.Opening);
                await PartAsync();
            }
        }
    }

    /// <returns>Null when the server cannot be used, and the mails that depended on it know.</returns>
    private async Task<SmtpConnection?> OpenAsync(PendingMail? lost)
    {
        try
        {
            var connection = await SmtpOpening.OpenAsync(desk.Options, desk.Time, desk.Trust, desk.Stopping);
            desk.Logger.MailServerConnected(desk.Options.Endpoint);
            return connection;
        }
        catch (SmtpLostException e)
        {
            var reason = desk.Stopping.IsCancellationRequested ? SmtpDesk.StoppingReason : e.Message;
            lost?.Complete(desk.Unavailable(reason));
            if (pool.FailOpening())
            {
                desk.Logger.MailServerRefusesMore(desk.Options.Endpoint, reason);
            }
            else
            {
                desk.Logger.MailServerUnusable(desk.Options.Endpoint, reason);
                desk.AnswerWaiting(pending => pending.Complete(desk.Unavailable(reason)));
            }

            return null;
        }
    }

    /// <summary>Waits for mail as long as the connection is worth keeping.</summary>
    private async ValueTask<bool> WaitAsync()
    {
        if (desk.Queue.Count > 0 || _connection is null)
        {
            return desk.Queue.Count > 0;
        }

        Turn(SmtpWorkerState.Idle);
        using var idle = new CancellationTokenSource(desk.Options.IdleTimeout, desk.Time);
        try
        {
            if (!await desk.Queue.WaitToReadAsync(idle.Token))
            {
                return false;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (!_connection.StillStands())
        {
            Turn(SmtpWorkerState.Opening);
            await PartAsync();
        }

        return true;
    }

    private void Turn(SmtpWorkerState to)
    {
        if (_state != to)
        {
            pool.Turn(_state, to);
            _state = to;
        }
    }

    private async Task PartAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }
}
