using System.Text.Json.Nodes;

namespace Tipstaff.Tests.OpenApi;

/// <summary>An answer that a head gave, and to what.</summary>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The path of its operation, as the document writes it.</param>
/// <param name="Status">The status.</param>
/// <param name="MediaType">The media type; null for none.</param>
/// <param name="Headers">All headers, by name.</param>
/// <param name="Body">The body; empty for none.</param>
/// <param name="Sent">The JSON that was sent; null for none.</param>
internal sealed record GivenAnswer(
    string Method, string Path, int Status, string? MediaType, IReadOnlyDictionary<string, string> Headers, string Body, JsonNode? Sent)
{
    /// <summary>Whether it is what the document sums up as any other error.</summary>
    public bool IsOther { get; init; }

    public string Key => IsOther ? "default" : $"{Status}";

    public string Name => $"{Method} {Path} {Key}";

    public static async Task<GivenAnswer> OfAsync(string method, string path, HttpResponseMessage answer, JsonNode? sent) => new(
        method,
        path,
        (int)answer.StatusCode,
        answer.Content.Headers.ContentType?.MediaType,
        answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
        await answer.Content.ReadAsStringAsync(),
        sent);
}
