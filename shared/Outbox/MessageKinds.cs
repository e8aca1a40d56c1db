using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tipstaff.Outbox;

/// <summary>The words by which stored messages say of which kind they are. A newer Tipstaff may know more of them.</summary>
public static class MessageKinds
{
    private static readonly FrozenDictionary<Type, string> Words = typeof(OutboxMessage).GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    /// <summary>Those that this program understands.</summary>
    public static IReadOnlySet<string> Known { get; } = Words.Values.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The word of those that tell an alert.</summary>
    public static string Alert { get; } = Words[typeof(OutboxMessage.AlertMessage)];

    /// <summary>The word of a message.</summary>
    public static string Of(OutboxMessage message) => Words[message.GetType()];

    /// <summary>The word in a message's JSON, whoever wrote it; null where it is damaged.</summary>
    public static string? Of(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("kind", out var kind) ? kind.GetString() : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
