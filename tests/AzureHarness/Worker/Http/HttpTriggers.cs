using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace Tipstaff.AzureHarness;

/// <summary>Starts functions by HTTP requests: routes them, asks for keys, writes answers.</summary>
internal sealed class HttpTriggers(FunctionApp app) : ITriggerHandler
{
    private readonly IInlineConstraintResolver _constraints =
        new DefaultInlineConstraintResolver(Options.Create(new RouteOptions()), app.Services);

    private readonly List<HttpRoute> _routes = [];
    private bool _isStopped;

    public bool Handles(Attribute trigger) => trigger is HttpTriggerAttribute;

    public void Add(FunctionDescriptor function)
    {
        var trigger = (HttpTriggerAttribute)function.Trigger;
        if (!app.AnswersHttp)
        {
            throw new InvalidOperationException(
                $"AZFW0014: function {function.Name} answers HTTP, and Program.cs does not call ConfigureFunctionsWebApplication.");
        }

        if (function.Parameter.ParameterType != typeof(HttpRequest))
        {
            throw new InvalidOperationException(
                $"Function {function.Name}: bind HttpRequest, not {function.Parameter.ParameterType.Name}.");
        }

        if (trigger.AuthLevel is AuthorizationLevel.User or AuthorizationLevel.System)
        {
            throw new InvalidOperationException($"Function {function.Name}: level {trigger.AuthLevel} is for extensions.");
        }

        var first = trigger.Route?.TrimStart('/').Split('/')[0] ?? "";
        if (app.HostJson.RoutePrefix.Length == 0 && first.ToLowerInvariant() is "admin" or "runtime")
        {
            throw new InvalidOperationException($"Function {function.Name}: no route may begin with {first}, which is the host's own.");
        }

        _routes.Add(new HttpRoute(function, app.HostJson.RoutePrefix, _constraints));
    }

    public Task StartAsync()
    {
        _routes.Sort(HttpRoute.InOrder);
        return Task.CompletedTask;
    }

    public Task StopAsync()
    {
        _isStopped = true;
        return Task.CompletedTask;
    }

    /// <summary>Answers one request.</summary>
    /// <exception cref="HttpRequestException">The instance is not there to answer.</exception>
    public async Task DispatchAsync(HttpContext http)
    {
        if (_isStopped)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"Instance {app.Instance} takes no requests any more.");
        }

        HttpRoute? withoutHead = null;
        foreach (var route in _routes)
        {
            var values = new RouteValueDictionary();
            if (!route.Matches(http, values))
            {
                continue;
            }

            if (route.Answers(http.Request.Method))
            {
                http.Request.RouteValues = values;
                await AnswerAsync(route, http);
                return;
            }

            withoutHead ??= route;
        }

        if (withoutHead is not null && HttpMethods.IsHead(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = withoutHead.Allowed;
            return;
        }

        // The host has no 405 of its own: a method that no function names is a route that is not there.
        http.Response.StatusCode = StatusCodes.Status404NotFound;
    }

    private async Task AnswerAsync(HttpRoute route, HttpContext http)
    {
        if (!IsOpenTo(http.Request, route.Level))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        try
        {
            await app.InvokeAsync(route.Function, new Invocation
            {
                TriggerValue = http.Request,
                ByType = new Dictionary<Type, object?> { [typeof(HttpRequest)] = http.Request, [typeof(HttpContext)] = http },
                ByName = route.Bind(http.Request.RouteValues),
                Items = new Dictionary<object, object> { ["HttpRequestContext"] = http },
                Before = services => http.RequestServices = services,
                AfterAsync = returned => HttpAnswer.WriteAsync(route.Function, returned, http),
                CancellationToken = http.RequestAborted,
            });
        }
        catch (Exception) when (!http.Response.HasStarted)
        {
            // The instance has told of it; the caller learns nothing.
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private bool IsOpenTo(HttpRequest request, AuthorizationLevel level)
    {
        if (level is AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var key = request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
        return key == app.Cloud.Keys.Master || (level is AuthorizationLevel.Function && key == app.Cloud.Keys.Function);
    }
}
