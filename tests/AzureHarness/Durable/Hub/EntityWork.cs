using Microsoft.DurableTask.Entities;

namespace Tipstaff.AzureHarness;

/// <summary>One operation of an entity, as handed to a worker.</summary>
public sealed class EntityWork
{
    internal Task RunAsync(Func<TaskEntityOperation, ValueTask<object?>> handler) => throw new NotSupportedException();
}
