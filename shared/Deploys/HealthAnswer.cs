using System.Globalization;
using System.Text.Json;

namespace Tipstaff.Deploys;

/// <summary>What <c>GET /health</c> says that matters after a deployment.</summary>
/// <param name="Status"><c>up</c>, <c>down</c>, <c>unknown</c>; null where it says none.</param>
/// <param name="Version">The version that answered; null where it says none.</param>
/// <param name="HasCanary">Whether it runs a canary.</param>
/// <param name="CanaryFiledAt">When the newest of the canary's entries that arrived was filed, UTC; null where none has arrived.</param>
public sealed record HealthAnswer(string? Status, string? Version, bool HasCanary, DateTimeOffset? CanaryFiledAt)
{
    /// <summary>How much of an answer is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int LongestWord = 100;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 8 };

    /// <summary>Reads an answer.</summary>
    /// <param name="body">The body, UTF-8, whatever answered.</param>
    /// <returns>Null for what is no answer of ours.</returns>
    public static HealthAnswer? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Reading);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
            {
                return null;
            }

            var canary = root.TryGetProperty("canary", out var found) && found.ValueKind is JsonValueKind.Object ? found : (JsonElement?)null;
            var filedAt = canary is { } told ? Word(told, "filedAt") : null;
            return new HealthAnswer(
                Word(root, "status"),
                Word(root, "version"),
                canary is not null,
                DateTimeOffset.TryParse(filedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // It is shown to people, on their terminal.
    private static string? Word(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestWord } text
            && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? text
            : null;
}
