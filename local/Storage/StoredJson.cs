using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff.Local.Storage;

/// <summary>How values stand in JSON columns: fields that this version does not know are passed over.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Stored, never shown: names in other scripts stay readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>A list of texts as one parameter, for <c>json_each</c>.</summary>
    public static string WriteTexts<T>(IEnumerable<T> values)
        where T : notnull => JsonSerializer.Serialize(values.Select(value => value.ToString()), Options);

    /// <exception cref="StorageException">Thrown when the row is corrupt.</exception>
    public static T Read<T>(string json, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("null");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new StorageException(
                $"A row of the table {place} is damaged, or was written by another version of Tipstaff: restore the database from a backup, or run that version.",
                exception);
        }
    }
}
