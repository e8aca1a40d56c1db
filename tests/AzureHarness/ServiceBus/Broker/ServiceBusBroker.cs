using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>The Service Bus namespace of a cloud: its queues and what may go wrong with them.</summary>
public sealed class ServiceBusBroker
{
    private const string DeadLetterSuffix = "/$DeadLetterQueue";
    private readonly Dictionary<string, BusQueue> _queues = new(StringComparer.OrdinalIgnoreCase);
    private int _lastLock;

    internal ServiceBusBroker(AzureCloud cloud) => Cloud = cloud;

    /// <summary>What the broker itself does wrong; nothing unless set.</summary>
    public BusFaults Faults { get; } = new();

    /// <summary>The queues, by name.</summary>
    public IEnumerable<BusQueue> Queues => _queues.Values.OrderBy(queue => queue.Name, StringComparer.Ordinal);

    internal AzureCloud Cloud { get; }

    /// <summary>Makes a queue, as Bicep would; nothing else does.</summary>
    public BusQueue CreateQueue(string name, QueueSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var queue = new BusQueue(this, name, settings ?? new QueueSettings());
        return _queues.TryAdd(name, queue)
            ? queue
            : throw new ServiceBusException("There is such a queue already.", ServiceBusFailureReason.MessagingEntityAlreadyExists, name);
    }

    /// <summary>Finds a queue, or its dead letters: <c>alerts/$deadletterqueue</c>, in any case.</summary>
    /// <exception cref="ServiceBusException">There is none.</exception>
    public BusQueue Find(string path)
    {
        var isDeadLetter = path.EndsWith(DeadLetterSuffix, StringComparison.OrdinalIgnoreCase);
        var name = isDeadLetter ? path[..^DeadLetterSuffix.Length] : path;
        return _queues.TryGetValue(name, out var queue)
            ? isDeadLetter ? queue.DeadLetters : queue
            : throw new ServiceBusException("The messaging entity could not be found.", ServiceBusFailureReason.MessagingEntityNotFound, path);
    }

    internal static string PathOf(string queue, SubQueue part) => part switch
    {
        SubQueue.None => queue,
        SubQueue.DeadLetter => queue + DeadLetterSuffix,
        _ => throw new NotSupportedException("Nothing is forwarded here."),
    };

    internal bool Has(string name) => _queues.ContainsKey(name);

    internal Guid NextLock() => new(++_lastLock, 0, 0, [0x71, 0x70, 0x73, 0x74, 0x61, 0x66, 0x66, 0x00]);
}

/// <summary>A queue's settings, as Bicep would give them.</summary>
public sealed record QueueSettings
{
    /// <summary>How long a message is locked, at most 5 minutes. Default 1 minute.</summary>
    public TimeSpan LockDuration
    {
        get;
        init => field = Within(value, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
    } = TimeSpan.FromMinutes(1);

    /// <summary>After how many deliveries a message is given up. Default 10.</summary>
    public int MaxDeliveryCount { get; init; } = 10;

    /// <summary>Whether a second message of the same id is dropped. Default no.</summary>
    public bool RequiresDuplicateDetection { get; init; }

    /// <summary>How long an id is remembered, 20 seconds to 7 days. Default 10 minutes.</summary>
    public TimeSpan DuplicateDetectionWindow
    {
        get;
        init => field = Within(value, TimeSpan.FromSeconds(20), TimeSpan.FromDays(7));
    } = TimeSpan.FromMinutes(10);

    /// <summary>The largest message or batch. Default 256 KB.</summary>
    public int MaxMessageBytes { get; init; } = 256 * 1024;

    /// <summary>How long a message lives at most. Default for ever.</summary>
    public TimeSpan DefaultMessageTimeToLive { get; init; } = TimeSpan.MaxValue;

    /// <summary>Whether a message that expires goes to the dead letters. Default no: it is gone.</summary>
    public bool DeadLetteringOnMessageExpiration { get; init; }

    private static TimeSpan Within(TimeSpan value, TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most);
        return value;
    }
}
