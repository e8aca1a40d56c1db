using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tipstaff.AzureHarness;

/// <summary>Rows as JSON with the annotations of OData.</summary>
internal static class RestRow
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body that writes a row.</summary>
    public static string Write(TableWrite write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("PartitionKey", write.PartitionKey);
            json.WriteString("RowKey", write.RowKey);
            foreach (var (name, value) in write.Values)
                Write(json, name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>A row of an answer.</summary>
    public static TableRow Read(JsonElement json)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        string? partition = null, row = null, tag = null;
        DateTimeOffset? written = null;
        foreach (var property in json.EnumerateObject())
        {
            switch (property.Name)
            {
                case "PartitionKey":
                    partition = property.Value.GetString();
                    break;
                case "RowKey":
                    row = property.Value.GetString();
                    break;
                case "Timestamp":
                    written = Time(property.Value.GetString()!);
                    break;
                case "odata.etag":
                    tag = property.Value.GetString();
                    break;
                default:
                    if (!property.Name.Contains("odata.", StringComparison.Ordinal) && property.Value.ValueKind is not JsonValueKind.Null)
                        values[property.Name] = Value(property.Value, TypeOf(json, property.Name));
                    break;
            }
        }

        return new(partition!, row!, values, written, tag ?? "", 0);
    }

    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        if (value switch
            {
                long => "Edm.Int64",
                double => "Edm.Double",
                Guid => "Edm.Guid",
                DateTimeOffset => "Edm.DateTime",
                byte[] => "Edm.Binary",
                _ => null,
            }
            is { } type)
        {
            json.WriteString($"{name}@odata.type", type);
        }

        switch (value)
        {
            case bool truth:
                json.WriteBoolean(name, truth);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, number);
                break;
            case byte[] bytes:
                json.WriteBase64String(name, bytes);
                break;
            case DateTimeOffset time:
                json.WriteString(name, time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteString(name, string.Create(CultureInfo.InvariantCulture, $"{value}"));
                break;
        }
    }

    private static string? TypeOf(JsonElement json, string name) =>
        json.TryGetProperty($"{name}@odata.type", out var type) ? type.GetString() : null;

    private static object Value(JsonElement json, string? type) => (type, json.ValueKind) switch
    {
        ("Edm.Int64", JsonValueKind.String) => long.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Guid", _) => Guid.Parse(json.GetString()!),
        ("Edm.DateTime", _) => Time(json.GetString()!),
        ("Edm.Binary", _) => json.GetBytesFromBase64(),
        ("Edm.Double", JsonValueKind.String) => double.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        ("Edm.Double", _) => json.GetDouble(),
        (_, JsonValueKind.True) => true,
        (_, JsonValueKind.False) => false,
        (_, JsonValueKind.Number) when json.TryGetInt32(out var number) => number,
        (_, JsonValueKind.Number) => json.GetDouble(),
        _ => json.GetString()!,
    };

    private static DateTimeOffset Time(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
