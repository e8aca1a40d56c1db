using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Storage;

/// <summary>How values stand in JSON columns: fields that this version does not know are passed over.</summary>
internal static class StoredJson
{
    private const string VersionName = ",\"v\":";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Stored, never shown: names in other scripts stay readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The JSON of a value; of a stored record with the version of its kind as its last field, <c>v</c>. A message's row has a column for it.</summary>
    public static string Write<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, Options);
        return KindOf<T>() is { } kind ? $"{json.AsSpan(0, json.Length - 1)}{VersionName}{Math.Max(1, kind.Writes)}}}" : json;
    }

    /// <summary>A list of texts as one parameter, for <c>json_each</c>.</summary>
    public static string WriteTexts<T>(IEnumerable<T> values)
        where T : notnull => JsonSerializer.Serialize(values.Select(value => value.ToString()), Options);

    /// <summary>The version that a stored record says it is of; 1 where it says none.</summary>
    public static int VersionOf(string json)
    {
        var digits = json.Length - 1;
        while (digits > 0 && char.IsAsciiDigit(json[digits - 1]))
        {
            digits--;
        }

        return json.AsSpan(0, digits).EndsWith(VersionName, StringComparison.Ordinal)
            && int.TryParse(json.AsSpan(digits, json.Length - 1 - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                ? version
                : 1;
    }

    /// <exception cref="StorageException">Thrown when the row is corrupt, or of a version that this program does not read.</exception>
    public static T Read<T>(string json, string place)
    {
        if (KindOf<T>() is { } kind && VersionOf(json) is var version && !kind.Reads.Contains(version))
        {
            throw version > kind.Newest ? StorageException.Newer(place, version) : StorageException.Older(place, version);
        }

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

    // What is no record is a list within a row, which has its version.
    private static StoredKind? KindOf<T>() => SqliteKinds.OfType.TryGetValue(typeof(T), out var kind) && kind != StoredKinds.Message ? kind : null;
}
