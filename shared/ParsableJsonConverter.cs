using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff;

/// <summary>Writes a value as its text and reads it back by its own <c>TryParse</c>, so that stored JSON needs no other rule.</summary>
/// <exception cref="JsonException">Thrown on reading when the text is not a valid value: the stored row is corrupt.</exception>
public sealed class ParsableJsonConverter<T> : JsonConverter<T>
    where T : class, IParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        T.TryParse(reader.GetString(), provider: null, out var value)
            ? value
            : throw new JsonException($"What stands there is no {typeof(T).Name}.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
