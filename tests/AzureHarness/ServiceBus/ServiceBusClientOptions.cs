#nullable disable
namespace Azure.Messaging.ServiceBus;

/// <summary>How a client behaves; the harness heeds the identifier only: it fails after the client's own retries would have.</summary>
public class ServiceBusClientOptions
{
    /// <summary>The client's name in logs.</summary>
    public string Identifier { get; set; }

    /// <summary>How a failed call is tried again.</summary>
    public ServiceBusRetryOptions RetryOptions { get; set; } = new();

    /// <summary>The transport.</summary>
    public ServiceBusTransportType TransportType { get; set; }
}

/// <summary>How a failed call is tried again.</summary>
public class ServiceBusRetryOptions
{
    /// <summary>The first wait.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromSeconds(0.8);

    /// <summary>The longest wait.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>How the waits grow.</summary>
    public ServiceBusRetryMode Mode { get; set; } = ServiceBusRetryMode.Exponential;

    /// <summary>How long one try may take; also how long a receiver waits for messages.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>How waits grow.</summary>
public enum ServiceBusRetryMode
{
    /// <summary>Not at all.</summary>
    Fixed = 0,

    /// <summary>Each twice the one before.</summary>
    Exponential = 1,
}

/// <summary>The transports.</summary>
public enum ServiceBusTransportType
{
    /// <summary>AMQP.</summary>
    AmqpTcp = 0,

    /// <summary>AMQP in web sockets.</summary>
    AmqpWebSockets = 1,
}

/// <summary>How a sender behaves.</summary>
public class ServiceBusSenderOptions
{
    /// <summary>The sender's name in logs.</summary>
    public string Identifier { get; set; }
}

/// <summary>How a receiver behaves.</summary>
public class ServiceBusReceiverOptions
{
    /// <summary>The receiver's name in logs.</summary>
    public string Identifier { get; set; }

    /// <summary>How many messages wait locked in the client; the harness prefetches none.</summary>
    public int PrefetchCount { get; set; }

    /// <summary>Whether messages are locked or gone once received.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; }

    /// <summary>Which part of the queue is read.</summary>
    public SubQueue SubQueue { get; set; }
}

/// <summary>What receiving does to a message.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>It is locked until settled.</summary>
    PeekLock = 0,

    /// <summary>It is gone.</summary>
    ReceiveAndDelete = 1,
}

/// <summary>The parts of a queue.</summary>
public enum SubQueue
{
    /// <summary>The queue itself.</summary>
    None = 0,

    /// <summary>What was given up.</summary>
    DeadLetter = 1,

    /// <summary>What could not be forwarded; always empty here.</summary>
    TransferDeadLetter = 2,
}
