using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>A text of any length in a row: plain while it is short, else compressed and parted, as no property holds more than 64 KiB.</summary>
/// <remarks><c>{name}Parts</c> says in how many properties <c>{name}0</c>, <c>{name}1</c>, … it stands; 0: plain in <c>{name}</c>.</remarks>
internal static class PackedText
{
    /// <summary>The most parts that leave room for the rest of a row of 1 MiB.</summary>
    public const int MaxParts = 12;

    private const int MaxPlainLength = 15_000;
    private const int PartBytes = 60 * 1024;

    /// <summary>The names to select, for a text of this name that stands in few parts.</summary>
    public static IEnumerable<string> Names(string name) => [name, $"{name}Parts", .. Enumerable.Range(0, MaxParts).Select(part => $"{name}{part}")];

    /// <summary>Whether a row holds the text.</summary>
    public static bool Fits(string text) => text.Length <= MaxPlainLength || Compress(text).Length <= MaxParts * PartBytes;

    public static void Write(TableEntity row, string name, string text)
    {
        if (text.Length <= MaxPlainLength)
        {
            row[name] = text;
            row[$"{name}Parts"] = 0;
            return;
        }

        var parts = Compress(text).Chunk(PartBytes).ToList();
        if (parts.Count > MaxParts)
        {
            throw new StorageException($"The text {name} of the row {row.PartitionKey} {row.RowKey} is too long to be stored, even compressed.");
        }

        row[$"{name}Parts"] = parts.Count;
        for (var part = 0; part < parts.Count; part++)
        {
            row[$"{name}{part}"] = parts[part];
        }
    }

    /// <summary>The text; null where the row has none.</summary>
    /// <exception cref="StorageException">Thrown when the row is corrupt.</exception>
    public static string? Read(TableEntity row, string name)
    {
        var parts = row.GetInt32($"{name}Parts") ?? 0;
        return parts == 0
            ? row.GetString(name)
            : Expand([.. Enumerable.Range(0, parts).SelectMany(part => row.GetBinary($"{name}{part}") ?? [])], $"{row.PartitionKey} {row.RowKey}");
    }

    public static byte[] Compress(string text)
    {
        using var bytes = new MemoryStream();
        using (var brotli = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            brotli.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    /// <exception cref="StorageException">Thrown when it is no compressed text.</exception>
    public static string Expand(byte[] compressed, string place)
    {
        using var brotli = new BrotliStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var reader = new StreamReader(brotli, Encoding.UTF8);
        try
        {
            return reader.ReadToEnd();
        }
        catch (Exception fault) when (fault is InvalidOperationException or InvalidDataException)
        {
            throw StorageException.Damaged(place, fault);
        }
    }
}
