using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Tipstaff.AzureHarness;

/// <summary>What host.json says, with the host's defaults.</summary>
public sealed partial class HostJson
{
    // The host's own way to overrule its file.
    private const string Overruling = "AzureFunctionsJobHost__";

    // A connection by identity is a group of settings that begin with its name.
    private static readonly string[] ByIdentity = ["__accountName", "__fullyQualifiedNamespace"];

    private static readonly TimeSpan FlexTimeout = TimeSpan.FromMinutes(30);
    private readonly IConfiguration _json;

    private HostJson(IConfiguration json) => _json = json;

    /// <summary>All defaults.</summary>
    public static HostJson Empty { get; } = Parse("{}");

    /// <summary>The file beside the app or at the repository's root; all defaults where there is none.</summary>
    public static HostJson OfRepository { get; } = Find();

    /// <summary>Before each route; <c>api</c> unless set.</summary>
    public string RoutePrefix => Get("extensions:http:routePrefix", "api").Trim('/');

    /// <summary>How long a function may run; null for as long as it likes.</summary>
    public TimeSpan? FunctionTimeout => Get("functionTimeout", "") switch
    {
        "" => FlexTimeout,
        "-1" => null,
        var text => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
    };

    /// <summary>Reads JSON as the host does, comments and all.</summary>
    public static HostJson Parse(string json)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json));
        return new HostJson(new ConfigurationBuilder().AddJsonStream(stream).Build());
    }

    /// <summary>A value by its path, <c>extensions:serviceBus:maxConcurrentCalls</c>.</summary>
    public T Get<T>(string path, T unlessSet) => _json.GetValue(path, unlessSet)!;

    /// <summary>
    /// What it says on an instance: <c>%SETTING%</c> gives way to the setting's value, and a value to that of <c>AzureFunctionsJobHost__…</c>.
    /// </summary>
    /// <param name="setting">A setting of the instance by its name; null where it has none of it. The host reads settings only, and nothing of the app's.</param>
    /// <exception cref="InvalidOperationException">A setting that it names is missing or empty, or one whose value is to be a connection.</exception>
    public HostJson For(Func<string, string?> setting)
    {
        var values = _json.AsEnumerable().Where(value => value.Value is not null).ToDictionary(
            value => value.Key,
            value => setting(Overruling + value.Key.Replace(":", "__", StringComparison.Ordinal)) ?? (string?)Resolve(value.Value!, setting));
        foreach (var (path, name) in values.Where(value => IsNameOfConnection(value.Key)))
        {
            if (string.IsNullOrEmpty(setting(name!)) && ByIdentity.All(part => string.IsNullOrEmpty(setting(name + part))))
            {
                throw new InvalidOperationException($"host.json: {path} names the setting {name}, which is not set.");
            }
        }

        return new HostJson(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }

    /// <summary>A text of host.json or of an attribute with the values of the settings that it names.</summary>
    /// <exception cref="InvalidOperationException">One is missing or empty.</exception>
    internal static string Resolve(string text, Func<string, string?> setting) => Named.Replace(
        text,
        found => setting(found.Groups["name"].Value) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"'{found.Value}' does not resolve to a value: the setting {found.Groups["name"].Value} is not set."));

    // %TASKHUB_NAME%     %Acs__Endpoint%
    [GeneratedRegex("%(?<name>[A-Za-z0-9_:.-]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named { get; }

    // storageProvider:connectionStringName (the managed scheduler), storageProvider:connectionName (Azure Storage)
    private static bool IsNameOfConnection(string path) =>
        path.EndsWith(":connectionStringName", StringComparison.OrdinalIgnoreCase) || path.EndsWith(":connectionName", StringComparison.OrdinalIgnoreCase);

    private static HostJson Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "host.json");
            if (File.Exists(file))
            {
                return Parse(File.ReadAllText(file));
            }
        }

        return Empty;
    }
}
