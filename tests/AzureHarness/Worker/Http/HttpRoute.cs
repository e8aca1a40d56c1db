using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>The route of one function, matched as the host matches it.</summary>
internal sealed class HttpRoute
{
    private readonly RouteTemplate _template;
    private readonly TemplateMatcher _matcher;
    private readonly List<(string Parameter, IRouteConstraint Constraint)> _constraints = [];
    private readonly string[]? _methods;

    public HttpRoute(FunctionDescriptor function, string prefix, IInlineConstraintResolver constraints)
    {
        Function = function;
        var trigger = (HttpTriggerAttribute)function.Trigger;
        Level = trigger.AuthLevel;
        _methods = trigger.Methods is null or [] ? null : trigger.Methods;

        // The host takes an empty route for none; the root is "/".
        var route = string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route;
        _template = TemplateParser.Parse(prefix.Length == 0 ? route : $"{prefix}/{route.TrimStart('/')}");
        var defaults = new RouteValueDictionary();
        foreach (var parameter in _template.Parameters)
        {
            if (parameter.DefaultValue is not null)
            {
                defaults[parameter.Name!] = parameter.DefaultValue;
            }

            foreach (var inline in parameter.InlineConstraints)
            {
                var constraint = constraints.ResolveConstraint(inline.Constraint)
                    ?? throw new InvalidOperationException(
                        $"Function {function.Name}: the route's constraint {inline.Constraint} is not known.");
                _constraints.Add((parameter.Name!, parameter.IsOptional ? new OptionalRouteConstraint(constraint) : constraint));
            }
        }

        _matcher = new TemplateMatcher(_template, defaults);
    }

    public FunctionDescriptor Function { get; }

    public AuthorizationLevel Level { get; }

    /// <summary>The methods that it answers, as <c>Allow</c> names them.</summary>
    public string Allowed => string.Join(", ", _methods!.Select(method => method.ToUpperInvariant()));

    public bool Matches(HttpContext http, RouteValueDictionary values) =>
        _matcher.TryMatch(http.Request.Path, values)
        && _constraints.TrueForAll(bound =>
            bound.Constraint.Match(http, route: null, bound.Parameter, values, RouteDirection.IncomingRequest));

    /// <summary>Whether it answers a method; GET answers HEAD, too.</summary>
    public bool Answers(string method) =>
        _methods is null || Names(method) || (HttpMethods.IsHead(method) && Names(HttpMethods.Get));

    /// <summary>The values of the route's parameters; null for one that is left out, as the worker binds it.</summary>
    public Dictionary<string, object?> Bind(RouteValueDictionary values)
    {
        var bound = _template.Parameters.ToDictionary(parameter => parameter.Name!, _ => (object?)null, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in values)
        {
            bound[name] = value;
        }

        return bound;
    }

    /// <summary>Literal segments before parameters, constrained ones before others, longer routes before shorter ones.</summary>
    public static int InOrder(HttpRoute one, HttpRoute other)
    {
        foreach (var (mySegment, otherSegment) in one._template.Segments.Zip(other._template.Segments))
        {
            var (mine, others) = (mySegment.Parts[0], otherSegment.Parts[0]);
            var compared = (mine.IsParameter, others.IsParameter) switch
            {
                (false, false) => string.Compare(mine.Text, others.Text, StringComparison.OrdinalIgnoreCase),
                (true, true) => others.InlineConstraints.Count().CompareTo(mine.InlineConstraints.Count()),
                _ => mine.IsParameter.CompareTo(others.IsParameter),
            };
            if (compared != 0)
            {
                return compared;
            }
        }

        return other._template.Segments.Count.CompareTo(one._template.Segments.Count);
    }

    private bool Names(string method) => _methods!.Contains(method, StringComparer.OrdinalIgnoreCase);
}
