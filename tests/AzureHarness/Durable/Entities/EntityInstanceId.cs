using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Entities;

/// <summary>Names an entity; its text form is <c>@name@key</c>.</summary>
[JsonConverter(typeof(AsText))]
public readonly record struct EntityInstanceId
{
    /// <summary>An id; the name is kept in lower case.</summary>
    public EntityInstanceId(string name, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(key);
        if (name.Contains('@', StringComparison.Ordinal))
            throw new ArgumentException("An entity's name may not contain '@'.", nameof(name));

        Name = name.ToLowerInvariant();
        Key = key;
        if (ToString().Length > 100)
            throw new ArgumentException("An entity's id may not exceed 100 characters.", nameof(key));
    }

    /// <summary>The entity's name, in lower case.</summary>
    public string Name { get; }

    /// <summary>Which of the entities of that name.</summary>
    public string Key { get; }

    /// <summary>Reads <c>@name@key</c>.</summary>
    public static EntityInstanceId FromString(string instanceId)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var second = instanceId.IndexOf('@', 1);
        return instanceId[0] == '@' && second > 0
            ? new(instanceId[1..second], instanceId[(second + 1)..])
            : throw new ArgumentException($"'{instanceId}' is no entity id.", nameof(instanceId));
    }

    /// <inheritdoc/>
    public override string ToString() => $"@{Name}@{Key}";

    private sealed class AsText : JsonConverter<EntityInstanceId>
    {
        public override EntityInstanceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FromString(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, EntityInstanceId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
