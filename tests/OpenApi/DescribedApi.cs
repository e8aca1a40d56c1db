using System.Text.Json.Nodes;

namespace Tipstaff.Tests.OpenApi;

/// <summary>An OpenAPI document as whoever writes a client reads it: operations and what they answer.</summary>
internal sealed class DescribedApi(JsonNode document)
{
    private static readonly string[] Methods = ["get", "head", "post", "put", "patch", "delete", "options", "trace"];

    public JsonNode Document { get; } = document;

    /// <summary>Each operation, by <c>GET /path</c>.</summary>
    public IReadOnlyDictionary<string, JsonObject> Operations { get; } = (
        from path in document["paths"]!.AsObject()
        from member in path.Value!.AsObject()
        where Methods.Contains(member.Key)
        select (Name: $"{member.Key.ToUpperInvariant()} {path.Key}", Operation: member.Value!.AsObject()))
        .ToDictionary(one => one.Name, one => one.Operation, StringComparer.Ordinal);

    /// <summary>Each operation with each status that this head answers, such as <c>GET /health 503</c>.</summary>
    /// <param name="head">The head's name in the document.</param>
    public IEnumerable<string> Answers(string head) =>
        from operation in Operations
        from response in operation.Value["responses"]!.AsObject()
        where response.Value!["x-tipstaff-only-on"]?.GetValue<string>() is not { } only || only == head
        select $"{operation.Key} {response.Key}";

    public JsonObject? Response(GivenAnswer answer) =>
        Operations.TryGetValue($"{answer.Method} {answer.Path}", out var operation) ? operation["responses"]![answer.Key]?.AsObject() : null;

    /// <summary>Where something below an operation stands, as a JSON pointer.</summary>
    public static string Pointer(string method, string path, params string[] rest) =>
        string.Concat(new[] { "paths", path, method.ToLowerInvariant() }.Concat(rest).Select(part => $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"));
}
