using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.Functions.Web;

/// <summary>The routes of this app's functions, as their triggers name them: the host has no 405 of its own, and no list of methods.</summary>
internal static class RouteTable
{
    /// <summary>Each route with its methods, in upper case; a function that takes every method is not among them.</summary>
    public static IReadOnlyList<(string Route, IReadOnlyList<string> Methods)> All { get; } =
    [
        .. from type in typeof(RouteTable).Assembly.GetTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
           where trigger is { Route: not null, Methods: { Length: > 0 } }
           select (trigger.Route!, (IReadOnlyList<string>)[.. trigger.Methods!.Select(one => one.ToUpperInvariant())]),
    ];

    // A template alone matches more than with its constraints; below /api no route has any.
    private static readonly IReadOnlyList<(TemplateMatcher Matcher, IReadOnlyList<string> Methods)> Matchers =
        [.. All.Where(one => one.Route.StartsWith("api/", StringComparison.Ordinal)).Select(one => (new TemplateMatcher(TemplateParser.Parse(one.Route), []), one.Methods))];

    /// <summary>The methods that are answered at a path below <c>/api</c>, in order; none where there is no such route.</summary>
    public static IReadOnlyList<string> MethodsAt(PathString path) =>
        [.. Matchers.Where(one => one.Matcher.TryMatch(path, [])).SelectMany(one => one.Methods).Distinct().Order(StringComparer.Ordinal)];
}
