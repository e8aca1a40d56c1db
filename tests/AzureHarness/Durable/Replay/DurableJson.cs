using System.Text.Json;
using Azure.Core.Serialization;

namespace Tipstaff.AzureHarness;

/// <summary>What crosses Durable is JSON, written by the type that a value has and read by the type that the reader names.</summary>
/// <param name="serializer">The worker's serializer; by default the worker's own, which reads names whatever their case.</param>
public sealed class DurableJson(ObjectSerializer? serializer = null)
{
    private readonly ObjectSerializer _serializer =
        serializer ?? new JsonObjectSerializer(new JsonSerializerOptions { PropertyNameCaseInsensitive = true });

    /// <summary>A value as JSON; null stays null.</summary>
    public string? Write(object? value) => value is null ? null : _serializer.Serialize(value, value.GetType()).ToString();

    /// <summary>A value from JSON; null gives the default.</summary>
    public T? Read<T>(string? json) => json is null ? default : (T?)Read(json, typeof(T));

    /// <summary>A value from JSON; null stays null.</summary>
    public object? Read(string? json, Type type) =>
        json is null ? null : _serializer.Deserialize(BinaryData.FromString(json).ToStream(), type, CancellationToken.None);
}
