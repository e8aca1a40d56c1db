namespace Tipstaff.Deploys;

/// <summary>How long a deployment is watched, and with what it is compared.</summary>
/// <param name="WatchFor">How long it is watched after the program took over.</param>
/// <param name="CompareWith">How much of the time before it says what is usual.</param>
/// <param name="Settling">How long after the deployment a level may be high or leap, as instances start; never longer than half of <paramref name="WatchFor"/>.</param>
/// <param name="LeakAhead">A level that, rising on as it does, is out of bounds so far ahead is leaking.</param>
public sealed record WatchOptions(TimeSpan WatchFor, TimeSpan CompareWith, TimeSpan Settling, TimeSpan LeakAhead)
{
    /// <summary>15 minutes against the hour before.</summary>
    public static WatchOptions Default { get; } = new(
        WatchFor: TimeSpan.FromMinutes(15),
        CompareWith: TimeSpan.FromHours(1),
        Settling: TimeSpan.FromMinutes(3),
        LeakAhead: TimeSpan.FromHours(2));

    /// <summary>Whether a canary runs, so that its silence means something. Default true.</summary>
    public bool HasCanary { get; init; } = true;
}
