using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;

namespace Tipstaff.AzureHarness;

/// <summary>A queue of the broker, or the dead letters of one. Every step is whole: it begins and ends with all in order.</summary>
public sealed partial class BusQueue
{
    private readonly SortedDictionary<long, BusMessage> _messages = [];
    private readonly SortedSet<long> _ready = [];
    private readonly ServiceBusBroker _broker;
    private readonly BusAlarms _alarms;
    private readonly DuplicateHistory _history;
    private readonly BusQueue? _parent;
    private readonly DateTimeOffset _createdAt;
    private DateTimeOffset _accessedAt;
    private long _lastNumber;

    internal BusQueue(ServiceBusBroker broker, string name, QueueSettings settings, BusQueue? parent = null)
    {
        (_broker, Name, Settings, _parent) = (broker, name, settings, parent);
        _alarms = new BusAlarms(Time);
        _history = new DuplicateHistory(settings.DuplicateDetectionWindow);
        _createdAt = _accessedAt = Time.GetUtcNow();
        DeadLetters = parent is null
            ? new BusQueue(broker, ServiceBusBroker.PathOf(name, SubQueue.DeadLetter), settings, this)
            : this;
    }

    /// <summary>Its path: <c>alerts</c>, <c>alerts/$DeadLetterQueue</c>.</summary>
    public string Name { get; }

    /// <summary>Its settings.</summary>
    public QueueSettings Settings { get; }

    /// <summary>Where it puts what is given up.</summary>
    public BusQueue DeadLetters { get; }

    /// <summary>All that is in it now, locked, deferred and scheduled messages too, by number.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Messages => Peek(int.MaxValue, 0);

    internal TimeProvider Time => _broker.Cloud.BusTime;

    private DateTimeOffset Now => Time.GetUtcNow();

    /// <summary>Takes messages in: all or none.</summary>
    /// <returns>Their numbers; a dropped duplicate has one too.</returns>
    internal IReadOnlyList<long> Send(params MessageParts[] sent)
    {
        if (_parent is not null)
            throw new InvalidOperationException("Nobody sends to dead letters.");
        MessageSize.Check(sent, Settings.MaxMessageBytes, Name);
        _accessedAt = Now;
        long[] numbers = [.. sent.Select(Accept)];
        Pump();
        return numbers;
    }

    /// <summary>Takes scheduled messages out again: all or none.</summary>
    internal bool CancelScheduled(IReadOnlyList<long> numbers)
    {
        foreach (var number in numbers)
        {
            if (_messages.GetValueOrDefault(number) is not { State: ServiceBusMessageState.Scheduled })
                throw NotFound($"Failed to find a scheduled message of the number {number}.");
        }

        foreach (var number in numbers)
            _messages.Remove(number);
        return true;
    }

    /// <summary>Hands out the oldest messages that nobody has.</summary>
    internal IReadOnlyList<ServiceBusReceivedMessage> Take(int most, ServiceBusReceiveMode mode)
    {
        _accessedAt = Now;
        var taken = new List<ServiceBusReceivedMessage>();
        while (taken.Count < most && _ready.Count > 0)
        {
            var message = _messages[_ready.Min];
            if (!Expire(message))
                taken.Add(Deliver(message, mode));
        }

        Pump();
        return taken;
    }

    /// <summary>Hands out messages that were set aside: all or none.</summary>
    internal IReadOnlyList<ServiceBusReceivedMessage> TakeDeferred(IReadOnlyList<long> numbers, ServiceBusReceiveMode mode)
    {
        BusMessage[] found =
        [
            .. numbers.Select(number => _messages.GetValueOrDefault(number) is { State: ServiceBusMessageState.Deferred, Lock: null } message
                ? message
                : throw NotFound($"Failed to lock one or more specified messages: {number}.")),
        ];
        return [.. found.Select(message => Deliver(message, mode))];
    }

    /// <summary>Shows messages from a number on, without locking them.</summary>
    internal IReadOnlyList<ServiceBusReceivedMessage> Peek(int most, long from) =>
        [.. _messages.Values.SkipWhile(message => message.Number < from).Take(most).Select(message => message.Peek())];

    /// <summary>Counts.</summary>
    internal QueueRuntimeProperties Measure() => new(Name)
    {
        ActiveMessageCount = Count(ServiceBusMessageState.Active),
        ScheduledMessageCount = Count(ServiceBusMessageState.Scheduled),
        DeadLetterMessageCount = DeadLetters._messages.Count,
        TotalMessageCount = _messages.Count + (_parent is null ? DeadLetters._messages.Count : 0),
        SizeInBytes = _messages.Values.Sum(message => (long)MessageSize.Of(message.Parts)),
        CreatedAt = _createdAt,
        UpdatedAt = _createdAt,
        AccessedAt = _accessedAt,
    };

    private ServiceBusException NotFound(string message) => new(message, ServiceBusFailureReason.MessageNotFound, Name);

    private int Count(ServiceBusMessageState state) => _messages.Values.Count(message => message.State == state);

    private long Accept(MessageParts parts)
    {
        var number = 0L;
        for (var copies = Math.Max(1, _broker.Faults.Copies(new BusArrival(Name, parts.MessageId))); copies > 0; copies--)
        {
            number = ++_lastNumber;
            if (Settings.RequiresDuplicateDetection && parts.MessageId is { } id && !_history.TryAdd(id, Now))
                continue;
            if (parts.ScheduledEnqueueTime > Now)
                Schedule(parts, number);
            else
                Enqueue(parts, number);
        }

        return number;
    }

    private void Schedule(MessageParts parts, long number)
    {
        var message = new BusMessage(parts, number, Now) { State = ServiceBusMessageState.Scheduled };
        _messages.Add(number, message);
        _alarms.Set(parts.ScheduledEnqueueTime, () =>
        {
            if (_messages.Remove(number))
            {
                Enqueue(parts, ++_lastNumber);
                Pump();
            }
        });
    }

    private void Enqueue(MessageParts parts, long number)
    {
        var life = parts.TimeToLive < Settings.DefaultMessageTimeToLive ? parts.TimeToLive : Settings.DefaultMessageTimeToLive;
        var message = new BusMessage(parts with { TimeToLive = life }, number, Now);
        _messages.Add(number, message);
        if (message.ExpiresAt < DateTimeOffset.MaxValue)
            _alarms.Set(message.ExpiresAt, () => Expire(message));
        var late = _broker.Faults.Late(new BusArrival(Name, parts.MessageId));
        if (late > TimeSpan.Zero)
            _alarms.Set(Now + late, () => Ready(message));
        else
            _ready.Add(number);
    }

    private void Ready(BusMessage message)
    {
        if (_messages.ContainsKey(message.Number))
            _ready.Add(message.Number);
        Pump();
    }

    private ServiceBusReceivedMessage Deliver(BusMessage message, ServiceBusReceiveMode mode)
    {
        _ready.Remove(message.Number);
        message.Deliveries++;
        if (mode is ServiceBusReceiveMode.ReceiveAndDelete)
            _messages.Remove(message.Number);
        else
            Hold(message);
        return message.Show();
    }
}
