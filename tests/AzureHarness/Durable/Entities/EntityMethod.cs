using System.Reflection;
using System.Runtime.ExceptionServices;
using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>Finds and calls the method that serves an operation.</summary>
internal static class EntityMethod
{
    public static MethodInfo? Find(Type type, string operation)
    {
        var found = type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.DeclaringType != typeof(object) && !method.IsSpecialName && method.Name != nameof(ITaskEntity.RunAsync))
            .Where(method => method.Name.Equals(operation, StringComparison.OrdinalIgnoreCase))
            .ToList();
        return found.Count > 1
            ? throw new AmbiguousMatchException($"{type.Name} has {found.Count} methods for the operation '{operation}'.")
            : found.FirstOrDefault();
    }

    public static async Task<object?> InvokeAsync(MethodInfo method, object target, TaskEntityOperation operation)
    {
        var arguments = Bind(method, operation);
        object? returned;
        try
        {
            returned = method.Invoke(target, arguments);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }

        return await CallResult.OfAsync(returned, method.ReturnType);
    }

    private static object?[] Bind(MethodInfo method, TaskEntityOperation operation)
    {
        ParameterInfo? input = null;
        return [.. method.GetParameters().Select(parameter =>
        {
            if (parameter.ParameterType == typeof(TaskEntityContext))
                return operation.Context;

            if (parameter.ParameterType == typeof(TaskEntityOperation))
                return operation;

            if (input is not null)
                throw new InvalidOperationException($"{method.Name} takes two inputs, '{input.Name}' and '{parameter.Name}'.");

            input = parameter;
            return operation.HasInput ? operation.GetInput(parameter.ParameterType)
                : parameter.HasDefaultValue ? parameter.DefaultValue
                : throw new InvalidOperationException($"'{operation}' needs an input, '{parameter.Name}', and got none.");
        })];
    }
}
