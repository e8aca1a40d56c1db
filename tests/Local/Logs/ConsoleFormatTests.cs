using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Logs;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Logs;

public sealed class ConsoleFormatTests
{
    private static readonly IdempotencyKey Key = IdempotencyKey.Parse("17789dbc159f0b71f74af24cfba27326");

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void PlainLines_WarningInATrace_SayAllOnOneLine()
    {
        using var underWay = new Activity("deliver").Start();

        var line = Write(new PlainLines(_clock), new InvalidOperationException("a\r\nb\u001b[31m"), Key);

        Assert.Equal(
            $"2026-03-02T14:00:00.000Z warning Tipstaff.Some[4711] Given up {Key}: spam  x System.InvalidOperationException: a  b [31m "
            + $"(trace {underWay.TraceId}, tipstaff@{Environment.MachineName}:{Environment.ProcessId}, {AppVersion.Running})\n",
            line);
    }

    [Fact]
    public void PlainLines_OutsideOfATrace_SaySo() => Assert.Contains("(trace -, tipstaff@", Write(new PlainLines(_clock), error: null, Key), StringComparison.Ordinal);

    [Fact]
    public void JsonLines_WarningInATrace_SayTheSameByNames()
    {
        using var underWay = new Activity("deliver").Start();

        var line = Write(new JsonLines(_clock), new InvalidOperationException("ö"), Key);

        Assert.EndsWith("}\n", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line[..^1], letter => !char.IsAscii(letter) || char.IsControl(letter));
        using var json = JsonDocument.Parse(line);
        string[] names = ["time", "severity", "process", "version", "trace", "category", "event", "message", "values", "error"];
        Assert.Equal(names, json.RootElement.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["2026-03-02T14:00:00.000Z", "warning", $"tipstaff@{Environment.MachineName}:{Environment.ProcessId}", $"{AppVersion.Running}", $"{underWay.TraceId}", "Tipstaff.Some", "4711"],
            names.Take(7).Select(name => json.RootElement.GetProperty(name).ToString()));
        Assert.Equal($$"""{"key":"{{Key}}","attempts":3,"at":"2026-03-02T14:00:00Z","nothing":null}""", json.RootElement.GetProperty("values").GetRawText());
        Assert.Equal("System.InvalidOperationException: ö", json.RootElement.GetProperty("error").GetString());
    }

    [Theory]
    [InlineData(null, false, PlainLines.FormatterName)]
    [InlineData("", false, PlainLines.FormatterName)]
    [InlineData("false", false, PlainLines.FormatterName)]
    [InlineData("True", false, JsonLines.FormatterName)]
    [InlineData("false", true, JsonLines.FormatterName)]
    public void AddOutput_SettingAndOption_ChooseTheForm(string? setting, bool option, string expected)
    {
        using var services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddLogging(logging => logging.AddOutput(Settings(setting), option)).BuildServiceProvider();

        Assert.Equal(expected, services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
        Assert.Single(services.GetServices<ConsoleFormatter>(), formatter => formatter.Name == expected);
    }

    [Fact]
    public void AddOutput_SettingThatIsNeither_SaysWhatToDo()
    {
        var failure = Assert.Throws<CommandFailure>(() => new ServiceCollection().AddLogging(logging => logging.AddOutput(Settings("maybe"), isJson: false)));

        Assert.Equal("The setting Logging__Json is 'maybe': set it to true or false.", failure.Message);
    }

    private static IConfiguration Settings(string? json) => new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Logging:Json", json)]).Build();

    private string Write(ConsoleFormatter formatter, Exception? error, IdempotencyKey key)
    {
        List<KeyValuePair<string, object?>> values = [new("Key", key), new("Attempts", 3), new("At", _clock.GetUtcNow()), new("Nothing", null), new("{OriginalFormat}", "Given up {Key}")];
        using var writer = new StringWriter();
        formatter.Write(new LogEntry<List<KeyValuePair<string, object?>>>(LogLevel.Warning, "Tipstaff.Some", new EventId(4711), values, error, (_, _) => $"Given up {key}: spam\n\tx"), scopeProvider: null, writer);
        return writer.ToString();
    }
}
