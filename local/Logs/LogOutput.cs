using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Tipstaff.Local.Commands;
using Tipstaff.Tracing;

namespace Tipstaff.Local.Logs;

/// <summary>What the console shows of the log: plain lines, or JSON for programs that gather logs.</summary>
internal static class LogOutput
{
    /// <summary>The console alone, with what is news for whoever runs the service.</summary>
    /// <param name="logging">Where to register.</param>
    /// <param name="configuration">The settings: <c>Logging:Json</c>.</param>
    /// <param name="isJson">Whether the command line asks for JSON.</param>
    /// <exception cref="CommandFailure">The setting is neither true nor false.</exception>
    public static void AddOutput(this ILoggingBuilder logging, IConfiguration configuration, bool isJson)
    {
        var formatter = isJson || IsJson(configuration["Logging:Json"]) ? JsonLines.FormatterName : PlainLines.FormatterName;
        logging.ClearProviders().AddConsole(console => console.FormatterName = formatter).SetMinimumLevel(LogLevel.Information);
        logging.AddConsoleFormatter<PlainLines, ConsoleFormatterOptions>();
        logging.AddConsoleFormatter<JsonLines, ConsoleFormatterOptions>();
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.LeaveAddressesOut();
    }

    private static bool IsJson(string? setting) =>
        string.IsNullOrWhiteSpace(setting) ? false
        : bool.TryParse(setting, out var isJson) ? isJson
        : throw new CommandFailure($"The setting Logging__Json is '{setting}': set it to true or false.");
}
