using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Tipstaff.Local.Logs;

/// <summary>A JSON object a line, in ASCII: what a plain line says, and the values of its message by their names.</summary>
internal sealed class JsonLines(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "tipstaff-json";

    private const string Template = "{OriginalFormat}";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", LogFrame.Time(time));
            json.WriteString("severity", LogFrame.Severity(logEntry.LogLevel));
            json.WriteString("process", LogFrame.Process);
            json.WriteString("version", LogFrame.Version);
            json.WriteString("trace", LogFrame.Trace);
            json.WriteString("category", logEntry.Category);
            json.WriteNumber("event", logEntry.EventId.Id);
            json.WriteString("message", logEntry.Formatter(logEntry.State, logEntry.Exception));
            if (logEntry.State is IEnumerable<KeyValuePair<string, object?>> values)
            {
                WriteValues(json, values);
            }

            if (logEntry.Exception is { } error)
            {
                json.WriteString("error", error.ToString());
            }

            json.WriteEndObject();
        }

        textWriter.Write(Encoding.ASCII.GetString(line.WrittenSpan));
        textWriter.Write('\n');
    }

    private static void WriteValues(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object?>> values)
    {
        json.WriteStartObject("values");
        foreach (var (name, value) in values.Where(value => value.Key != Template))
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch (value)
            {
                case null:
                    json.WriteNullValue();
                    break;
                case bool isIt:
                    json.WriteBooleanValue(isIt);
                    break;
                case int or long:
                    json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                    break;
                case DateTimeOffset moment:
                    json.WriteStringValue(moment.UtcDateTime);
                    break;
                default:
                    json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
