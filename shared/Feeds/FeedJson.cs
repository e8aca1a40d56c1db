using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>Writes a reading in the form of the corpus: a JSON array, one object per entry, in the order of the feed.</summary>
/// <remarks>
/// Here items are one entry when docket number, case id, time and document id are the same, which is coarser than an
/// identity. Items without docket number, link or date are left out. Keys that a feed never fills are not written.
/// </remarks>
public static class FeedJson
{
    private const int FlushAt = 32_768;

    /// <summary>Writes the array, UTF-8, indented, in pieces.</summary>
    public static void Write(FeedReading reading, Stream target)
    {
        using var writer = new Utf8JsonWriter(target, Options);
        Write(reading, writer);
    }

    /// <summary>Writes the array, UTF-8, indented, in pieces.</summary>
    public static void Write(FeedReading reading, IBufferWriter<byte> target)
    {
        using var writer = new Utf8JsonWriter(target, Options);
        Write(reading, writer);
    }

    // The output is a file or a terminal, not a page: captions stay legible.
    private static JsonWriterOptions Options => new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Write(FeedReading reading, Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        if (reading.ItemCount > 0)
        {
            var entries = new JsonEntryWriter(reading.Body, reading.Court, writer);
            var index = entries.BuildIndex();
            for (var item = 0; item < index.Count; item++)
            {
                if (index.IsFirst(item))
                {
                    entries.Write(index, item);
                    if (writer.BytesPending > FlushAt)
                    {
                        writer.Flush();
                    }
                }
            }
        }

        writer.WriteEndArray();
    }
}
