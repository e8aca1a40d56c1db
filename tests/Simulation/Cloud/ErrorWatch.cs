using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>Looks at the exceptions that the app logs, as its triggers catch them: one that no fault explains is a bug.</summary>
internal sealed class ErrorWatch(CloudProcess process) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Tipstaff", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null && IsEnabled(logLevel))
        {
            process.Look($"logged {eventId.Name}", exception);
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
