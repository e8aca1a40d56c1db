using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Tipstaff.Tests.OpenApi;

/// <summary>A port that works until a test breaks it: then each call fails, as with a store that cannot be reached.</summary>
public class Breakable : DispatchProxy
{
    private object _real = null!;
    private Func<bool> _isBroken = null!;

    /// <summary>Puts one before the adapter that is registered for the port.</summary>
    public static void Decorate<T>(IServiceCollection services, Func<bool> isBroken)
        where T : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Singleton(provider =>
        {
            var proxy = Create<T, Breakable>();
            var breakable = (Breakable)(object)proxy;
            breakable._real = registered.ImplementationInstance
                ?? registered.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!);
            breakable._isBroken = isBroken;
            return proxy;
        }));
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _isBroken() ? throw new InvalidOperationException("The store cannot be reached.") : targetMethod!.Invoke(_real, args);
}
