using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Tipstaff.AzureHarness;

/// <summary>What host.json says, with the host's defaults.</summary>
public sealed class HostJson
{
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
