using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>
/// The host's listener of one queue-triggered function on one instance. Listeners of a queue compete: each message goes to one of
/// them, in turn.
/// </summary>
/// <remarks>
/// <para>
/// It works as the host does. The function returns: the message is completed, if the settings say so and the function has not
/// settled it. It throws: the message is abandoned unless settled, whatever the settings say, and comes again at once. It returns
/// without settling where nothing is completed for it: the message stays locked until the lock runs out. While it runs the lock is
/// renewed up to <see cref="ServiceBusListenerSettings.MaxAutoLockRenewalDuration"/>; it is not told when the lock is lost.
/// </para>
/// <para>
/// Receiving, renewing and settling are calls of the instance (<c>ReceiveMessages</c>, <c>RenewMessageLock</c>, <c>CompleteMessage</c>
/// …). A failed receive is tried again after a second. The function runs in the context that <see cref="Start"/> was called in.
/// </para>
/// </remarks>
public sealed class ServiceBusListener : IBusConsumer
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly Task Never = new TaskCompletionSource().Task;
    private readonly Func<ServiceBusReceivedMessage, ServiceBusMessageActions, CancellationToken, Task> _function;
    private readonly AzureCloud _cloud;
    private readonly BusQueue _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new();
    private SynchronizationContext? _context;
    private Phase _phase;
    private int _offered;
    private int _pausing;

    /// <summary>A listener that does nothing until started.</summary>
    /// <param name="cloud">The cloud.</param>
    /// <param name="instance">The instance of the app, as calls and faults name it.</param>
    /// <param name="queue">The queue's path: <c>alerts</c>, <c>alerts/$deadletterqueue</c>.</param>
    /// <param name="function">What is done with a message; its token is cancelled when the host will not wait any longer.</param>
    /// <param name="settings">How it listens; null for the defaults.</param>
    /// <param name="time">The clock of its machine, which may differ from the broker's; the cloud's unless given.</param>
    /// <exception cref="ServiceBusException">There is no such queue.</exception>
    public ServiceBusListener(
        AzureCloud cloud,
        string instance,
        string queue,
        Func<ServiceBusReceivedMessage, ServiceBusMessageActions, CancellationToken, Task> function,
        ServiceBusListenerSettings? settings = null,
        TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(cloud);
        Time = time ?? cloud.Time;
        (_cloud, Instance, _function) = (cloud, instance, function);
        Settings = settings ?? new ServiceBusListenerSettings();
        _queue = cloud.Bus.Find(queue);
    }

    private enum Phase
    {
        New,
        Listening,
        Stopping,
        Dead,
    }

    /// <summary>The instance.</summary>
    public string Instance { get; }

    /// <summary>The clock of its machine.</summary>
    internal TimeProvider Time { get; }

    /// <summary>The queue's path.</summary>
    public string Queue => _queue.Name;

    /// <summary>How it listens.</summary>
    public ServiceBusListenerSettings Settings { get; }

    /// <summary>How many functions are at work.</summary>
    public int Running { get; private set; }

    /// <summary>Told what the function, a receive, a renewal or a settlement of the host's threw; the host would log it.</summary>
    public Action<Exception> Failed { get; set; } = static _ => { };

    /// <inheritdoc/>
    bool IBusConsumer.IsHungry => _phase is Phase.Listening && _pausing == 0 && Running + _offered < Settings.MaxConcurrentCalls;

    /// <summary>Whether the instance is gone.</summary>
    internal bool IsDead => _phase is Phase.Dead;

    internal AzureCloud Cloud => _cloud;

    internal SynchronizationContext? Context => _context;

    /// <summary>Begins to listen, in the current context.</summary>
    public void Start()
    {
        if (_phase is not Phase.New)
            throw new InvalidOperationException("A listener starts once.");
        (_phase, _context) = (Phase.Listening, SynchronizationContext.Current);
        _queue.Join(this);
    }

    /// <summary>Takes no more messages and waits for the functions at work; they go on renewing and settling.</summary>
    /// <param name="giveUp">
    /// When cancelled, so are the functions' tokens; it is still for them to end, and what they have not settled then is abandoned.
    /// </param>
    public async Task StopAsync(CancellationToken giveUp = default)
    {
        if (_phase is Phase.New or Phase.Listening)
        {
            _phase = Phase.Stopping;
            _queue.Leave(this);
        }

        using var giving = giveUp.Register(_stopping.Cancel);
        EndIfIdle();
        await _idle.Task;
    }

    /// <summary>The instance dies: nothing more is received, renewed or settled, and its locks run out.</summary>
    public void Die()
    {
        _phase = Phase.Dead;
        _queue.Leave(this);
        _idle.TrySetResult();
    }

    /// <inheritdoc/>
    void IBusConsumer.Offer(BusOffer offer)
    {
        _offered++;
        _context.Run(() => _ = TakeAsync(offer));
    }

    /// <summary>A call of the instance; one of a dead instance never returns.</summary>
    internal async Task<T> CallAsync<T>(string operation, string? subject, Func<BusQueue, T> work, CancellationToken cancellationToken = default)
    {
        var call = new CloudCall(CloudService.ServiceBus, operation, $"{Queue} {subject}".TrimEnd(), Instance);
        var result = IsDead ? default! : await _cloud.CallAsync(call, () => work(_queue), cancellationToken);
        if (IsDead)
            await Never;
        return result;
    }

    /// <summary>Settles a message; once that worked, nobody else does.</summary>
    internal async Task SettleAsync(
        string operation, ServiceBusReceivedMessage message, Action<BusQueue> settle, CancellationToken cancellationToken = default)
    {
        await CallAsync(
            operation,
            message.MessageId,
            queue =>
            {
                settle(queue);
                return true;
            },
            cancellationToken);
        message.IsSettled = true;
    }

    private async Task TakeAsync(BusOffer offer)
    {
        ServiceBusReceivedMessage? message = null;
        try
        {
            if (_phase is Phase.Listening)
                message = await CallAsync("ReceiveMessages", subject: null, _ => offer.Take(1, ServiceBusReceiveMode.PeekLock).FirstOrDefault());
        }
        catch (Exception error)
        {
            Report(error);
            Pause();
        }

        _offered--;
        Running += message is null ? 0 : 1;
        offer.Drop();
        EndIfIdle();
        if (message is not null)
            await WorkAsync(message);
    }

    private async Task WorkAsync(ServiceBusReceivedMessage message)
    {
        await new ListenedMessage(this, message).WorkAsync(_function, _stopping.Token);
        Running--;
        EndIfIdle();
        _queue.Pump();
    }

    internal void Report(Exception error)
    {
        if (!IsDead)
            Failed(error);
    }

    private void Pause()
    {
        _pausing++;
        ITimer? timer = null;
        timer = _cloud.Time.CreateTimer(
            _ => _context.Run(() =>
            {
                timer?.Dispose();
                _pausing--;
                _queue.Pump();
            }),
            state: null,
            PauseAfterFailure,
            Timeout.InfiniteTimeSpan);
    }

    private void EndIfIdle()
    {
        if (_phase is Phase.Stopping && Running + _offered == 0)
            _idle.TrySetResult();
    }
}
