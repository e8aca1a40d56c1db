namespace Tipstaff.AzureHarness;

/// <summary>The clock of one instance: when the instance has been killed, none of its timers fires any more.</summary>
internal sealed class InstanceClock(TimeProvider time, AzureCloud cloud, string instance) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(
            fired =>
            {
                if (cloud.EndOf(instance) is null)
                {
                    callback(fired);
                }
            },
            state,
            dueTime,
            period);
}
