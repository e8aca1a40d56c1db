using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Queues;

/// <summary>How messages stand in queues. Fields are added, never renamed; fields that this version does not know are passed over.</summary>
internal static class QueueJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static BinaryData Write<T>(T message) => BinaryData.FromObjectAsJson(message, Options);

    /// <summary>Reads a message; whatever does not fit is an outcome, as anybody may have written it.</summary>
    /// <param name="body">The message's bytes.</param>
    /// <param name="kind">Says which versions this program reads.</param>
    /// <param name="message">What stands in it.</param>
    /// <param name="fault">Why it cannot be read; null when it can.</param>
    public static bool TryRead<T>(BinaryData body, StoredKind kind, [NotNullWhen(true)] out T? message, [NotNullWhen(false)] out string? fault)
        where T : class
    {
        message = null;
        fault = null;
        try
        {
            var found = body.ToObjectFromJson<Versioned>(Options)?.V;
            if (found is null || !kind.Reads.Contains(found.Value))
            {
                fault = found is null ? "it has no version" : $"it is of version {found}, and this program reads version {string.Join(" and ", kind.Reads)}";
                return false;
            }

            message = body.ToObjectFromJson<T>(Options);
            fault = message is null ? "it is empty" : null;
        }
        catch (JsonException error)
        {
            // Not in the error's words, which may quote the message: operators are mailed this.
            fault = $"it is not what this program writes (line {error.LineNumber + 1}, byte {error.BytePositionInLine})";
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException or FormatException)
        {
            fault = "it is not what this program writes (one of its values is none)";
        }

        return fault is null && message is not null;
    }

    private sealed record Versioned(int? V);
}
