using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Tipstaff.AzureHarness;

/// <summary>How one function is called: an instance of its class, its parameters, its result.</summary>
internal sealed class FunctionCall(FunctionDescriptor function, IReadOnlyList<IParameterBinder> binders)
{
    private readonly ParameterInfo[] _parameters = function.Method.GetParameters();
    private readonly MethodInvoker _method = MethodInvoker.Create(function.Method);

    private readonly ObjectFactory? _class =
        function.Method.IsStatic ? null : ActivatorUtilities.CreateFactory(function.Method.DeclaringType!, []);

    public async Task<object?> RunAsync(FunctionContext context, Invocation invocation)
    {
        var instance = _class?.Invoke(context.InstanceServices, null);
        try
        {
            var arguments = _parameters.Select(parameter => Bind(parameter, context, invocation)).ToArray();
            return await CallResult.OfAsync(_method.Invoke(instance, arguments.AsSpan()), function.Method.ReturnType);
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    private object? Bind(ParameterInfo parameter, FunctionContext context, Invocation invocation)
    {
        if (parameter.Name == function.Parameter.Name)
        {
            return invocation.TriggerValue;
        }

        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return context;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return context.CancellationToken;
        }

        if (invocation.ByType.TryGetValue(parameter.ParameterType, out var typed))
        {
            return typed;
        }

        foreach (var binder in binders)
        {
            if (binder.TryBind(parameter, invocation, out var bound))
            {
                return bound;
            }
        }

        return invocation.ByName.TryGetValue(parameter.Name!, out var named)
            ? Fit(named, parameter)
            : throw new InvalidOperationException($"Function {function.Name}: nothing is known to bind parameter {parameter.Name} to.");
    }

    private object? Fit(object? value, ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (value is null || type.IsInstanceOfType(value))
        {
            return value ?? (parameter.HasDefaultValue ? parameter.DefaultValue : null);
        }

        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFrom(null, CultureInfo.InvariantCulture, value);
        }
        catch (Exception error) when (error is FormatException or NotSupportedException or ArgumentException)
        {
            throw new InvalidOperationException($"Function {function.Name}: parameter {parameter.Name} cannot be made of {value}.", error);
        }
    }
}
