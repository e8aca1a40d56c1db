using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>A message in a queue.</summary>
internal sealed class BusMessage(MessageParts parts, long number, DateTimeOffset enqueuedTime)
{
    public MessageParts Parts { get; set; } = parts;

    public long Number { get; } = number;

    public DateTimeOffset EnqueuedTime { get; } = enqueuedTime;

    public ServiceBusMessageState State { get; set; }

    public int Deliveries { get; set; }

    public BusLock? Lock { get; set; }

    public DateTimeOffset ExpiresAt =>
        Parts.TimeToLive >= DateTimeOffset.MaxValue - EnqueuedTime ? DateTimeOffset.MaxValue : EnqueuedTime + Parts.TimeToLive;

    /// <summary>It as a receiver sees it now.</summary>
    public ServiceBusReceivedMessage Show() => new(Parts)
    {
        DeliveryCount = Deliveries,
        EnqueuedTime = EnqueuedTime,
        SequenceNumber = Number,
        State = State,
        LockTokenGuid = Lock?.Token ?? Guid.Empty,
        LockedUntil = Lock?.Until ?? default,
    };

    /// <summary>It as somebody sees it who has not locked it.</summary>
    public ServiceBusReceivedMessage Peek() => new(Parts)
    {
        DeliveryCount = Deliveries,
        EnqueuedTime = EnqueuedTime,
        SequenceNumber = Number,
        State = State,
    };
}

/// <summary>A receiver's hold on a message.</summary>
internal sealed class BusLock(Guid token)
{
    public Guid Token => token;

    public DateTimeOffset Until { get; set; }

    /// <summary>Its end by time.</summary>
    public BusAlarm? End { get; set; }

    /// <summary>Its loss by the broker's fault.</summary>
    public BusAlarm? Loss { get; set; }

    public void CallOff()
    {
        End?.CallOff();
        Loss?.CallOff();
    }
}
