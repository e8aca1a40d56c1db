using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Tipstaff.AzureHarness;

/// <summary>Finds the functions of an app by their attributes, and refuses what the SDK or the host would refuse.</summary>
internal static class FunctionFinder
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<FunctionDescriptor>> Known = new();

    public static IReadOnlyList<FunctionDescriptor> Find(Assembly app) => Known.GetOrAdd(app, static found => Find(found.GetTypes()));

    public static IReadOnlyList<FunctionDescriptor> Find(IEnumerable<Type> types)
    {
        var functions = types
            .SelectMany(type => type.GetMethods(
                BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Describe)
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToArray();
        var names = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase);
        if (names.FirstOrDefault(named => named.Skip(1).Any()) is { } twice)
        {
            throw new InvalidOperationException($"AZFW0017: two functions are named {twice.Key}.");
        }

        return functions;
    }

    private static FunctionDescriptor Describe(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
        {
            throw new InvalidOperationException($"Function {name} is not public: the worker would not find it.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute)))
        {
            throw new InvalidOperationException($"Function {name} is async void: the host would not wait for it.");
        }

        if (method.IsDefined(typeof(OutputBindingAttribute))
            || Array.Exists(OutputOf(method).GetProperties(), property => property.IsDefined(typeof(OutputBindingAttribute))))
        {
            throw new InvalidOperationException($"Function {name} has an output binding, of which the harness has none.");
        }

        var triggered = method.GetParameters()
            .Select(parameter => (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(bound => bound.Trigger is not null)
            .ToArray();
        return triggered is [var (parameter, trigger)]
            ? new FunctionDescriptor(name, method, parameter, trigger!)
            : throw new InvalidOperationException($"Function {name} has {triggered.Length} triggers in place of one.");
    }

    private static Type OutputOf(MethodInfo method) =>
        method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
}
