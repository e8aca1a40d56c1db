using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;

namespace Tipstaff.Functions.Run;

/// <summary>What the start would refuse in settings that are planned, without a start: <c>dotnet Tipstaff.Functions.dll check-settings</c>.</summary>
/// <remarks>
/// It looks by what looks at the start, so that nobody keeps a list of what is required. Where only Azure or the key vault knows a value,
/// something stands in for it, and what is said about that alone counts for nothing.
/// </remarks>
internal static partial class StartCheck
{
    /// <summary>The argument by which the program looks instead of starting.</summary>
    public const string Command = "check-settings";

    // An address, 32 bytes, a host name: one of them suits nearly every setting that Azure or the vault fills in. The others keep their defaults.
    private static readonly string?[] StandIns = ["https://unknown.example", Convert.ToBase64String(new byte[32]), "unknown.example", null];

    // Azure:TableEndpoint, TASKHUB_NAME; no time such as 00:05:00
    [GeneratedRegex(@"\b[A-Za-z]\w*(?::[A-Za-z]\w*)+|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName { get; }

    /// <summary>Reads settings as JSON, <c>{"NAME": "value"}</c> with null for a value that is not known, and writes what is wrong with them.</summary>
    public static int Run(TextReader input, TextWriter output)
    {
        var settings = JsonSerializer.Deserialize<Dictionary<string, string?>>(input.ReadToEnd()) ?? [];
        output.WriteLine(JsonSerializer.Serialize(Faults(settings), JsonSerializerOptions.Web));
        return 0;
    }

    /// <summary>What is wrong with settings.</summary>
    /// <param name="settings">By name, with null for a value that is not known.</param>
    public static IReadOnlyList<StartFault> Faults(IReadOnlyDictionary<string, string?> settings)
    {
        var values = settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value ?? StandIns[0], StringComparer.OrdinalIgnoreCase);
        var unknown = settings.Where(setting => setting.Value is null).Select(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var standIn in StandIns.Skip(1))
        {
            foreach (var unsuited in Of(AzureSettings.Faults(ConfigurationOf(values))).Select(fault => fault.Setting).OfType<string>().Where(unknown.Contains))
            {
                values[unsuited] = standIn;
            }
        }

        var configuration = ConfigurationOf(values);
        var faults = Known(AzureSettings.Faults(configuration));
        return faults.Count > 0 ? faults : Known(BuiltFaults(configuration));

        List<StartFault> Known(IEnumerable<string> sentences) => [.. Of(sentences).Where(fault => fault.Setting is null || !unknown.Contains(fault.Setting))];
    }

    // What shows only when the services are there, without a host to start.
    private static IReadOnlyList<string> BuiltFaults(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging();
        services.AddMetrics();
        services.AddTipstaff(AzureSettings.Secret(configuration), new SiteFacts(HasOutbox: false, Notice: null, FreshFor: TimeSpan.Zero, DelaysFor: TimeSpan.Zero));
        services.AddAzureHead(configuration, AzureSettings.ProvidersOf(configuration));
        using var provider = services.BuildServiceProvider();
        return AzureSettings.Faults(provider);
    }

    private static IEnumerable<StartFault> Of(IEnumerable<string> sentences) =>
        from sentence in sentences
        let name = SettingName.Match(sentence)
        select new StartFault(name.Success ? name.Value : null, sentence);

    private static IConfigurationRoot ConfigurationOf(Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values.Where(value => value.Value is not null)).Build();
}

/// <summary>A sentence of the check at start.</summary>
/// <param name="Setting">The setting that it names first; null where it names none.</param>
/// <param name="Sentence">What is wrong, and what to do.</param>
internal sealed record StartFault(string? Setting, string Sentence);
