using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>One message at work on an instance: what the host does around the function, whose copy of the message never sees a renewal.</summary>
internal sealed class ListenedMessage(ServiceBusListener listener, ServiceBusReceivedMessage message)
{
    private static readonly TimeSpan ShortestLeft = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan LongestBuffer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private readonly DateTimeOffset _renewUntil = listener.Time.GetUtcNow() + listener.Settings.MaxAutoLockRenewalDuration;
    private DateTimeOffset _lockedUntil = message.LockedUntil;
    private ITimer? _renewal;
    private bool _ended;

    /// <summary>Runs the function and does what its end asks for. Throws nothing.</summary>
    public async Task WorkAsync(
        Func<ServiceBusReceivedMessage, ServiceBusMessageActions, CancellationToken, Task> function, CancellationToken cancellationToken)
    {
        var actions = new ListenedMessageActions(listener, message);
        SetRenewal(TimeSpan.Zero);
        try
        {
            await function(message, actions, cancellationToken);

            // The host completes nothing once it is giving up: what was done comes again.
            cancellationToken.ThrowIfCancellationRequested();
            End(actions);
            if (listener.Settings.AutoComplete && !message.IsSettled)
                await listener.SettleAsync("CompleteMessage", message, queue => queue.Complete(message.LockTokenGuid));
        }
        catch (Exception error)
        {
            End(actions);
            listener.Report(error);
            if (!message.IsSettled && error is not ServiceBusException { Reason: ServiceBusFailureReason.MessageLockLost })
                await AbandonAsync();
        }
    }

    private void End(ListenedMessageActions actions)
    {
        _ended = true;
        actions.End();
        _renewal?.Dispose();
    }

    private async Task AbandonAsync()
    {
        try
        {
            await listener.SettleAsync("AbandonMessage", message, queue => queue.Abandon(message.LockTokenGuid, properties: null));
        }
        catch (Exception error)
        {
            listener.Report(error);
        }
    }

    private void SetRenewal(TimeSpan least)
    {
        var now = listener.Time.GetUtcNow();
        var left = _lockedUntil - now;
        var buffer = left / 2 < LongestBuffer ? left / 2 : LongestBuffer;
        var wait = left < ShortestLeft ? TimeSpan.Zero : left - buffer;
        wait = wait < least ? least : wait;
        if (now + wait >= _renewUntil)
            return;
        _renewal?.Dispose();
        _renewal = listener.Cloud.Time.CreateTimer(
            _ => listener.Context.Run(() => _ = RenewAsync()), state: null, wait, Timeout.InfiniteTimeSpan);
    }

    private async Task RenewAsync()
    {
        if (_ended || listener.IsDead || message.IsSettled)
            return;
        var least = TimeSpan.Zero;
        try
        {
            _lockedUntil = await listener.CallAsync("RenewMessageLock", message.MessageId, queue => queue.Renew(message.LockTokenGuid));
        }
        catch (Exception error)
        {
            listener.Report(error);
            if (error is not ServiceBusException { IsTransient: true })
                return;
            least = PauseAfterFailure;
        }

        if (!_ended)
            SetRenewal(least);
    }
}
