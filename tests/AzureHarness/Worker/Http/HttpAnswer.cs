using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>Makes an answer of what a function returned.</summary>
internal static class HttpAnswer
{
    public static Task WriteAsync(FunctionDescriptor function, object? returned, HttpContext http) => returned switch
    {
        // The function has written to the response itself, or has nothing to say.
        null => Task.CompletedTask,
        IResult result => result.ExecuteAsync(http),
        IActionResult result => result.ExecuteResultAsync(new ActionContext(http, http.GetRouteData(), new ActionDescriptor())),
        _ when Marked(returned) is { } result => WriteAsync(function, result.GetValue(returned), http),
        _ => throw new InvalidOperationException(
            $"Function {function.Name} returns {returned.GetType().Name}, which the host would drop: return IResult or IActionResult."),
    };

    private static PropertyInfo? Marked(object returned) =>
        Array.Find(returned.GetType().GetProperties(), property => property.IsDefined(typeof(HttpResultAttribute)));
}
