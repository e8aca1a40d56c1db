namespace Tipstaff.Deploys;

/// <summary>The vital signs that are watched after each deployment.</summary>
public static class VitalSigns
{
    /// <summary>All of them. The query <c>infra-bicep/queries/vital-signs.kql</c> fetches exactly these.</summary>
    public static IReadOnlyList<VitalSign> All { get; } =
    [
        new("ticks", "runs of the schedule", "", VitalReading.Heartbeat, SilentAfter: TimeSpan.FromMinutes(6)),
        new("canary", "arrivals of the canary's entries", "", VitalReading.Heartbeat, SilentAfter: TimeSpan.FromMinutes(12)) { IsOfCanary = true },
        new("failures", "executions of functions that failed", "", VitalReading.Count, Harmless: 5),
        new("exceptions", "exceptions", "", VitalReading.CountByKind, Harmless: 10),
        new("dead_letters", "messages that were given up", "", VitalReading.Count, Harmless: 2),
        new("delay_p95", "delay from the match of an entry to its mail, 95th percentile", "s", VitalReading.Level, Harmless: 60) { IsWait = true },
        new("queue_age", "age of the oldest message that is due", "s", VitalReading.Level, Harmless: 60),
        new("canary_delay", "delay of the canary's entry", "s", VitalReading.Level, Harmless: 180) { IsOfCanary = true, IsWait = true },
    ];

    /// <summary>The sign of a name; null where there is none.</summary>
    public static VitalSign? Find(string name) => All.FirstOrDefault(sign => sign.Name == name);
}
