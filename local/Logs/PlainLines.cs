using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Tipstaff.Local.Logs;

/// <summary>A line for people: time, severity, what happened and where; then trace, process and version. What others sent makes no further line.</summary>
internal sealed class PlainLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "tipstaff";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        textWriter.Write($"{LogFrame.Time(time)} {LogFrame.Severity(logEntry.LogLevel)} {logEntry.Category}[{logEntry.EventId.Id}] ");
        WriteOnOneLine(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } error)
        {
            textWriter.Write(' ');
            WriteOnOneLine(textWriter, error.ToString());
        }

        textWriter.Write($" (trace {LogFrame.Trace ?? "-"}, {LogFrame.Process}, {LogFrame.Version})\n");
    }

    private static void WriteOnOneLine(TextWriter writer, string text)
    {
        foreach (var character in text)
        {
            writer.Write(char.IsControl(character) ? ' ' : character);
        }
    }
}
