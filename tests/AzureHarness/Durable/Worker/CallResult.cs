namespace Tipstaff.AzureHarness;

/// <summary>What a method gave that was called by reflection.</summary>
internal static class CallResult
{
    /// <summary>Awaits what it returned, if it is to be awaited, and gives the value; null where it has none.</summary>
    public static async Task<object?> OfAsync(object? returned, Type declared)
    {
        if (returned is ValueTask plain)
        {
            await plain;
            return null;
        }

        if (declared.IsGenericType && declared.GetGenericTypeDefinition() == typeof(ValueTask<>))
            returned = declared.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, parameters: null);

        if (returned is not Task task)
            return returned;

        await task;
        var type = declared.IsGenericType ? declared.GetGenericArguments()[0] : null;
        return type is null ? null : typeof(Task<>).MakeGenericType(type).GetProperty(nameof(Task<int>.Result))!.GetValue(task);
    }
}
