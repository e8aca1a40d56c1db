namespace Tipstaff.Deploys;

/// <summary>How the values of a vital sign are to be read.</summary>
public enum VitalReading
{
    /// <summary>A level, each minute or less often; it is bad when it is high, leaps, or keeps rising.</summary>
    Level,

    /// <summary>How often something bad happened in a minute; a minute without a value had none.</summary>
    Count,

    /// <summary>How often something bad of one kind happened; a kind that was not there before is bad.</summary>
    CountByKind,

    /// <summary>Proof that the program works; it is bad when it stays away.</summary>
    Heartbeat,
}

/// <summary>A measure by which a deployment is judged, and how far it may go.</summary>
/// <param name="Name">Its name in the query that fetches it.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="Unit">Unit of its values, empty for none.</param>
/// <param name="Reading">How its values are read.</param>
/// <param name="Harmless">For a level: never bad up to this value. For a count: so many in all are never bad.</param>
/// <param name="Factor">How many times the usual value (95th percentile of the hour before) a level may stay at.</param>
/// <param name="SpikeFactor">How many times the highest value of the hour before a single minute may reach.</param>
/// <param name="SilentAfter">For a heartbeat: how long it may stay away, with the time that a value takes to be found in the store of measures.</param>
public sealed record VitalSign(
    string Name,
    string Title,
    string Unit,
    VitalReading Reading,
    double Harmless = 0,
    double Factor = 2,
    double SpikeFactor = 5,
    TimeSpan SilentAfter = default)
{
    /// <summary>Whether it is measured by the canary, and nowhere without one.</summary>
    public bool IsOfCanary { get; init; }

    /// <summary>Whether its values are waits that ended, in seconds: one that began before the deployment says nothing of it.</summary>
    public bool IsWait { get; init; }
}
