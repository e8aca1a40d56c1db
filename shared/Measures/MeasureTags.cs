namespace Tipstaff.Measures;

/// <summary>How far an entry has come on its way.</summary>
public enum DelayStage
{
    /// <summary>Recorded for the first time.</summary>
    Seen,

    /// <summary>Written down in an alert.</summary>
    Matched,

    /// <summary>Its alert was put on the queue by who wrote it down.</summary>
    Queued,

    /// <summary>Its alert was taken by a provider or a receiver.</summary>
    Sent,
}

/// <summary>How an alert ended.</summary>
public enum AlertEnd
{
    /// <summary>A provider or receiver took it.</summary>
    Delivered,

    /// <summary>Not sent, for a named reason.</summary>
    Suppressed,

    /// <summary>Given up on, kept for a person.</summary>
    DeadLettered,

    /// <summary>Put into a digest, which tells it from then on.</summary>
    Folded,
}

/// <summary>Where an alert goes.</summary>
public enum AlertChannel
{
    /// <summary>To a mailbox.</summary>
    Mail,

    /// <summary>To a URL.</summary>
    Webhook,
}

/// <summary>Where a message was to go that was given up.</summary>
public enum DeadLetterChannel
{
    /// <summary>To a mailbox, or nobody can say where.</summary>
    Mail,

    /// <summary>To a URL, whose receiver did not take it.</summary>
    Webhook,

    /// <summary>To a function: it came from a queue and could not be read.</summary>
    Queue,
}

/// <summary>What was attempted again.</summary>
public enum RetryOf
{
    /// <summary>A request of a check.</summary>
    Check,

    /// <summary>The delivery of a message.</summary>
    Delivery,
}

/// <summary>Whose breaker.</summary>
public enum BreakerKind
{
    /// <summary>A court's.</summary>
    Court,

    /// <summary>A mail provider's.</summary>
    Provider,
}

/// <summary>What the store was asked for.</summary>
public enum StoreCall
{
    /// <summary>To tell what it has.</summary>
    Read,

    /// <summary>To change it.</summary>
    Write,
}

/// <summary>What runs by the clock, named as the functions of the Azure head are.</summary>
public enum ServiceTimer
{
    /// <summary>Finds the courts that are due.</summary>
    ScheduleChecks,

    /// <summary>Finds the messages that are due and that nobody sends.</summary>
    SweepOutbox,

    /// <summary>Tells operators what came about.</summary>
    TellOperators,

    /// <summary>Goes on with erasures.</summary>
    FinishErasures,

    /// <summary>Takes away what has been kept for long enough.</summary>
    DailyRetention,

    /// <summary>Looks whether the canary's entries arrive.</summary>
    WatchCanary,
}
