using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tracing;

/// <summary>Keeps the addresses of requests, and with them the tokens of links, out of every log.</summary>
public static class AddressLogs
{
    // They write requests' addresses, whole or as far as they could be read.
    private static readonly string[] Categories = ["Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests"];

    /// <summary>From the categories that tell addresses, lets only warnings and errors through, which tell none, whatever levels are configured.</summary>
    public static void LeaveAddressesOut(this ILoggingBuilder logging) => logging.Services.PostConfigure<LoggerFilterOptions>(filters =>
    {
        // A rule that names a provider outdoes those that name none, so each provider that is named has its own.
        foreach (var provider in filters.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            foreach (var category in Categories)
            {
                filters.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.Warning, filter: null));
            }
        }
    });
}
