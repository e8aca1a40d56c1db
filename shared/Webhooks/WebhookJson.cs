using System.Buffers;
using System.Text.Json;

namespace Tipstaff.Webhooks;

/// <summary>What all bodies of webhooks have in common.</summary>
/// <remarks>
/// Written in ASCII, other characters as <c>\uXXXX</c>: a receiver that takes the body for another encoding still computes the same
/// signature. Source of <c>type</c>, <c>timestamp</c> and <c>data</c>: Standard Webhooks 1.0.0.
/// </remarks>
internal static class WebhookJson
{
    /// <summary>The version of the form. Members are added without a new one; a receiver leaves aside what it does not know.</summary>
    public const int Version = 1;

    /// <summary>A body.</summary>
    /// <param name="type">What happened.</param>
    /// <param name="timestamp">When, UTC.</param>
    /// <param name="writeData">Writes the members of <c>data</c>.</param>
    public static ReadOnlyMemory<byte> Write(string type, DateTimeOffset timestamp, Action<Utf8JsonWriter> writeData)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteTime("timestamp", timestamp);
            json.WriteNumber("version", Version);
            json.WriteStartObject("data");
            writeData(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return body.WrittenMemory;
    }

    /// <summary>A moment in ISO 8601, UTC, ending in <c>Z</c>; null where there is none.</summary>
    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? moment)
    {
        if (moment is { } known)
        {
            json.WriteString(name, known.UtcDateTime);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    /// <summary>A link; null where there is none.</summary>
    public static void WriteLink(this Utf8JsonWriter json, string name, Uri? link) => json.WriteString(name, link?.AbsoluteUri);

    /// <summary>An array of objects.</summary>
    public static void WriteArray<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> writeMembers)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
