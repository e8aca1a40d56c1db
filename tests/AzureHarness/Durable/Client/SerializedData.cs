using Tipstaff.AzureHarness;

namespace Microsoft.DurableTask.Client;

/// <summary>A value as JSON.</summary>
public sealed class SerializedData
{
    private readonly DurableJson _json;

    internal SerializedData(string value, DurableJson json) => (Value, _json) = (value, json);

    /// <summary>The JSON.</summary>
    public string Value { get; }

    /// <summary>The value.</summary>
    public T ReadAs<T>() => _json.Read<T>(Value)!;
}
