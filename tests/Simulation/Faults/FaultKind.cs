namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    None,

    // A court's answer.
    CourtDown,
    CourtAsksToWait,
    CourtDropped,
    CourtSilent,
    CourtLate,
    CourtHtml,
    CourtEmpty,
    CourtRubbish,
    CourtTruncated,
    CourtBroken,
    CourtWithoutItems,
    CourtShrunk,

    // A store, at each read and write.
    StoreSlow,
    StoreThrottled,
    StoreUnknownOutcome,
    StoreLostRace,
    CrashBefore,
    CrashAfter,

    // The queue between writing down and sending.
    QueueLost,
    QueueTwice,
    QueueLate,
    QueueRefused,

    // A mail provider's answer.
    MailTransient,
    MailMailboxFull,
    MailFinal,
    MailClosing,
    MailUnreachable,
    MailSlow,
    MailAcceptedThenSilent,

    // The cloud: calls of an instance to tables, queues and task hub.
    InstanceKilledBefore,
    InstanceKilledAfter,
    CloudSlow,
    TableThrottled,
    TableUnknownOutcome,
    TableRepeated,
    TableLostRace,
    BusThrottled,
    BusUnknownOutcome,

    // The cloud: what its services do by themselves.
    BusLate,
    BusTwice,
    BusLockLost,
    HubLate,
    HubTwice,
    SignalLate,
    SignalTwice,
    StartsRace,
    TimerMissed,

    // The cloud: the answers of Communication Email, what becomes of a mail that it took, and how Event Grid tells of it.
    AcsThrottled,
    AcsThrottledBare,
    AcsBusy,
    AcsUnreachable,
    AcsSlow,
    AcsFailedBefore,
    AcsFailedAfter,
    AcsSilentBefore,
    AcsSilentAfter,
    AcsKilledAfter,
    AcsLongHandOver,
    AcsGaveUp,
    AcsTurnedBack,
    EventLate,
    EventTwice,

    // In spans of time.
    CourtOutage,
    ProviderOutage,
    MailboxGone,
    StoreOutage,
    ClockStep,
    ClockOff,
    CourtSlow,
    ProcessKilled,
    SecondInstance,
    Deployment,
    ScaledOut,
}
