using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Functions.Queues;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The routes that the heads bind, as their code has them: the same in both, and each of them in docs/api.md.</summary>
public sealed partial class RoutesTests
{
    // Event Grid's, and what answers below /api where no route does: the local head has neither.
    private static readonly string[] OfAzureOnly = ["OPTIONS api/delivery-reports", "POST api/delivery-reports"];

    // {nothing:maxlength(0)?}  -->  nothing: the root
    [GeneratedRegex(@"^\{\w+:maxlength\(0\)\?\}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Root { get; }

    // ### `GET, HEAD /api/courts/ID`
    [GeneratedRegex(@"^### `(?<methods>[A-Z, ]+) /(?<path>[^` ]*)`", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading { get; }

    // {alert?}  -->  [ALERT]; {id}  -->  ID
    [GeneratedRegex(@"(?<slash>/?)\{(?<name>\w+)(?<optional>\??)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter { get; }

    [Fact]
    public async Task Heads_BindTheSameRoutesWithTheSameMethods()
    {
        var (local, azure) = (await LocalAsync(), Azure());

        Assert.True(local.Count > 20);
        Assert.Empty(Missing(local, azure));
    }

    [Fact]
    public async Task Missing_EachRouteThatOneHeadLacks_IsFound()
    {
        var (local, azure) = (await LocalAsync(), Azure());

        Assert.All(local, route => Assert.Equal([$"not in functions/: {route}"], Missing(local, [.. azure.Except([route])])));
        Assert.All(azure, route => Assert.Equal([$"not in local/: {route}"], Missing([.. local.Except([route])], azure)));
    }

    [Fact]
    public async Task Document_TellsEachRouteAndNoOther()
    {
        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "api.md"));
        var told = Heading.Matches(document)
            .SelectMany(match => match.Groups["methods"].Value.Split(", "), (match, method) => $"{method} {match.Groups["path"].Value}");

        var bound = (await LocalAsync()).Select(route => Parameter.Replace(
            route,
            match => match.Groups["optional"].Length > 0 ? $"[/{match.Groups["name"].Value.ToUpperInvariant()}]" : $"{match.Groups["slash"].Value}{match.Groups["name"].Value.ToUpperInvariant()}"));

        Assert.Equal(bound.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static List<string> Missing(IReadOnlyCollection<string> local, IReadOnlyCollection<string> azure) =>
        [.. local.Except(azure).Select(route => $"not in functions/: {route}"), .. azure.Except(local).Select(route => $"not in local/: {route}")];

    internal static async Task<List<string>> LocalAsync()
    {
        await using var host = await LocalHost.StartAsync();
        return
        [
            .. from endpoint in host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
               let route = endpoint.RoutePattern.RawText!.Trim('/')
               where route != "outbox" && !route.StartsWith("outbox/", StringComparison.Ordinal)
               from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
               select $"{method} {route}",
        ];
    }

    private static List<string> Azure() =>
    [
        .. from type in typeof(QueueNames).Assembly.GetTypes()
           from function in type.GetMethods()
           where function.IsDefined(typeof(FunctionAttribute))
           from parameter in function.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger?.Methods is { Length: > 0 }
           from method in trigger!.Methods!
           let route = $"{method.ToUpperInvariant()} {Root.Replace(trigger!.Route!, "")}"
           where !OfAzureOnly.Contains(route)
           select route,
    ];
}
