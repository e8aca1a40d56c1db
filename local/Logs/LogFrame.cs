using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Local.Logs;

/// <summary>What each line of the log says beside its message.</summary>
internal static class LogFrame
{
    /// <summary>Which process writes: <c>tipstaff@HOST:4711</c>.</summary>
    public static readonly string Process = $"tipstaff@{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Which program.</summary>
    public static readonly string Version = AppVersion.Running.ToString();

    /// <summary>The trace to which the line belongs, 32 hexadecimal digits; null for none.</summary>
    public static string? Trace => Activity.Current?.TraceId.ToHexString();

    /// <summary>The moment, UTC, to the millisecond.</summary>
    public static string Time(TimeProvider time) => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The level as one word.</summary>
    public static string Severity(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warning",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "none",
    };
}
