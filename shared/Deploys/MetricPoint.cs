namespace Tipstaff.Deploys;

/// <summary>One value of one vital sign.</summary>
/// <param name="Vital">The name of the vital sign (<see cref="VitalSigns"/>).</param>
/// <param name="At">The start of the minute that it stands for, UTC.</param>
/// <param name="Value">The value, in the unit of its vital sign.</param>
/// <param name="Kind">What exactly was counted, such as the type of an exception; empty where the sign knows no kinds.</param>
public sealed record MetricPoint(string Vital, DateTimeOffset At, double Value, string Kind = "");
