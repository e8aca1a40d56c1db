using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Tipstaff.Functions.Checks;
using Tipstaff.Functions.Outbox;
using Tipstaff.StoredData;

namespace Tipstaff.Tests.StoredData;

/// <summary>What is in queues and with orchestrations while instances are exchanged: found by what the functions take and answer.</summary>
internal static class RunningShapes
{
    /// <summary>The records, each with its kind.</summary>
    public static IEnumerable<KeyValuePair<Type, StoredKind>> All =>
    [
        new(typeof(CheckMessage), StoredKinds.CheckMessage),
        new(typeof(AlertMessage), StoredKinds.AlertMessage),
        .. Steps.Select(type => KeyValuePair.Create(type, StoredKinds.Step)),
        .. Entities.Select(entity => KeyValuePair.Create(entity.BaseType!.GetGenericArguments()[0], StoredKinds.EntityState)),
    ];

    private static IReadOnlyList<Type> Types { get; } = typeof(CheckMessage).Assembly.GetTypes();

    private static IEnumerable<Type> Entities => Types.Where(type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(TaskEntity<>));

    // Orchestrations are handed what they hand to their activities.
    private static IEnumerable<Type> Steps =>
        Types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .SelectMany(method => method.GetParameters().Any(parameter => parameter.IsDefined(typeof(ActivityTriggerAttribute)))
                ? method.GetParameters().Where(parameter => parameter.IsDefined(typeof(ActivityTriggerAttribute))).Select(parameter => parameter.ParameterType).Append(method.ReturnType)
                : Entities.Contains(method.DeclaringType) ? method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)
                : [])
            .Select(Answered)
            .Where(type => type.Assembly == typeof(CheckMessage).Assembly || type.Assembly == typeof(StoredKind).Assembly)
            .Distinct();

    private static Type Answered(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : type;
}
