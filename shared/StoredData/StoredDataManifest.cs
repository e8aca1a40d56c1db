using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tipstaff.StoredData;

/// <summary>What a commit writes and reads, as <c>shared/StoredData/stored-data.json</c> says it.</summary>
/// <param name="Kinds">Its kinds.</param>
public sealed record StoredDataManifest(IReadOnlyList<StoredKindEntry> Kinds)
{
    /// <summary>Where it stands in the repository.</summary>
    public const string Path = "shared/StoredData/stored-data.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">Thrown when it is none; the message says why.</exception>
    public static StoredDataManifest Parse(string json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<StoredDataManifest>(json, Json) ?? throw new JsonException("null");
            _ = read.Kinds.SelectMany(kind => kind.Shape).Select(ShapeLine.Parse).Count();
            return read.Kinds.FirstOrDefault(kind => kind.Reads.Count == 0) is not { } silent
                ? read
                : throw new FormatException($"The kind '{silent.Kind}' of {Path} reads no version.");
        }
        catch (JsonException fault)
        {
            throw new FormatException($"{Path} cannot be read as a manifest of stored data: {fault.Message}", fault);
        }
    }

    /// <summary>The text that stands in the repository.</summary>
    public string ToJson() => $"{JsonSerializer.Serialize(this, Json)}\n";
}

/// <summary>A kind as the manifest has it.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Writes">The version written; 0 for none yet.</param>
/// <param name="Reads">The versions read, at least one.</param>
/// <param name="Rewritten">Whether rows are read, changed and written whole.</param>
/// <param name="Apart">Whether only code that knows the kind sees its rows.</param>
/// <param name="Shape">What stands in its rows, a <see cref="ShapeLine"/> each.</param>
public sealed record StoredKindEntry(string Kind, int Writes, IReadOnlyList<int> Reads, bool Rewritten, bool Apart, IReadOnlyList<string> Shape)
{
    /// <summary>A kind with its shape.</summary>
    public static StoredKindEntry Of(StoredKind kind, IEnumerable<string> shape) =>
        new(kind.Name, kind.Writes, kind.Reads, kind.IsRewritten, kind.IsApart, [.. shape.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
}
