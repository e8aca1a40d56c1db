using System.Reflection;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>Puts something around one member of a port and leaves the others as they are.</summary>
internal class Around : DispatchProxy
{
    private object _port = null!;
    private string _member = null!;
    private Func<object?[], Func<object?[], object>, object> _around = null!;

    /// <summary>The port with something around a member.</summary>
    /// <param name="port">The port.</param>
    /// <param name="member">Its member, all overloads.</param>
    /// <param name="around">Gets the arguments and the member itself; answers what the member would.</param>
    public static TPort Member<TPort>(TPort port, string member, Func<object?[], Func<object?[], object>, object> around)
        where TPort : class
    {
        var proxy = Create<TPort, Around>();
        ((Around)(object)proxy)._port = port;
        ((Around)(object)proxy)._member = member;
        ((Around)(object)proxy)._around = around;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        targetMethod!.Name == _member
            ? _around(args!, changed => targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, binder: null, changed, culture: null)!)
            : targetMethod.Invoke(_port, BindingFlags.DoNotWrapExceptions, binder: null, args, culture: null);
}
