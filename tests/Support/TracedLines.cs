using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tests.Support;

/// <summary>Keeps what is logged with the trace to which it belongs.</summary>
internal sealed class TracedLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(string? Trace, int Event, string Text)> _lines = [];

    /// <summary>The texts of an event, with their traces.</summary>
    public IReadOnlyList<(string? Trace, string Text)> Of(int id) => [.. _lines.Where(line => line.Event == id).Select(line => (line.Trace, line.Text))];

    /// <summary>The traces of all lines.</summary>
    public IReadOnlyCollection<string> Traces => [.. _lines.Select(line => line.Trace).OfType<string>().Distinct()];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue((Activity.Current?.TraceId.ToHexString(), eventId.Id, formatter(state, exception)));

    public void Dispose()
    {
    }
}
