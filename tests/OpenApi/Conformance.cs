using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tipstaff.Tests.OpenApi;

/// <summary>Holds what a head answered to what the document says.</summary>
internal static class Conformance
{
    // A program may act on these, so that none may be missing in the document; the others are the same on every answer.
    private static readonly string[] Telling = ["ETag", "Retry-After", "WWW-Authenticate", "Content-Disposition", "Location", "Last-Modified"];

    /// <summary>All that is not as the document says, a sentence each.</summary>
    /// <param name="api">The document.</param>
    /// <param name="head">The head's name in it.</param>
    /// <param name="answers">What the head answered.</param>
    /// <param name="cannotFail">The operations that reach nothing which could fail.</param>
    public static async Task<IReadOnlyList<string>> FindingsAsync(
        DescribedApi api, string head, IReadOnlyList<GivenAnswer> answers, IReadOnlyCollection<string> cannotFail)
    {
        var findings = new List<string>();
        var checks = new List<SchemaCheck>();
        foreach (var answer in answers)
        {
            if (api.Response(answer) is not { } response)
            {
                findings.Add($"{answer.Name} is not documented: {answer.Body}");
                continue;
            }

            findings.AddRange(OfHeaders(answer, response, checks));
            findings.AddRange(OfBody(answer, response, checks));
            if (answer is { Sent: { } sent, Status: < 300 })
            {
                checks.Add(new($"the body sent for {answer.Name}", DescribedApi.Pointer(answer.Method, answer.Path, "requestBody", "content", "application/json", "schema"), sent));
            }
        }

        var seen = answers.Select(answer => answer.Name).ToHashSet(StringComparer.Ordinal);
        findings.AddRange(api.Answers(head)
            .Where(name => !seen.Contains(name) && !cannotFail.Any(one => name == $"{one} default"))
            .Select(name => $"{name} is documented, and nothing has the head answer so"));
        findings.AddRange((await Validators.CheckAsync(api.Document, checks)).Values);
        return findings;
    }

    private static IEnumerable<string> OfHeaders(GivenAnswer answer, JsonObject response, List<SchemaCheck> checks)
    {
        var described = response["headers"]?.AsObject();
        foreach (var (name, header) in described ?? [])
        {
            if (!answer.Headers.TryGetValue(name, out var value))
            {
                if (header!["required"]?.GetValue<bool>() is true)
                {
                    yield return $"{answer.Name} lacks {name}";
                }

                continue;
            }

            JsonNode json = header!["schema"]!["type"]!.GetValue<string>() is "integer" && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : value;
            checks.Add(new($"{name} of {answer.Name}", DescribedApi.Pointer(answer.Method, answer.Path, "responses", answer.Key, "headers", name, "schema"), json));
        }

        foreach (var name in Telling.Where(name => answer.Headers.ContainsKey(name) && described?.ContainsKey(name) is not true))
        {
            yield return $"{answer.Name} has {name}, which is not documented";
        }
    }

    private static IEnumerable<string> OfBody(GivenAnswer answer, JsonObject response, List<SchemaCheck> checks)
    {
        if (response["content"] is not JsonObject { Count: > 0 } contents)
        {
            if (answer.Body.Length > 0)
            {
                yield return $"{answer.Name} has a body, which is not documented: {answer.Body}";
            }

            yield break;
        }

        if (answer.MediaType is not { } type || !contents.ContainsKey(type))
        {
            yield return $"{answer.Name} is {answer.MediaType ?? "of no media type"}, documented {string.Join(", ", contents.Select(content => content.Key))}: {answer.Body}";
            yield break;
        }

        if (answer.Body.Length == 0)
        {
            yield return $"{answer.Name} has no body";
            yield break;
        }

        var schema = DescribedApi.Pointer(answer.Method, answer.Path, "responses", answer.Key, "content", type, "schema");
        if (!TryRead(answer.Body, type, out var value))
        {
            yield return $"{answer.Name} is no JSON: {answer.Body}";
            yield break;
        }

        checks.Add(new(answer.Name, schema, value));
        if (type == "application/problem+json" && value!["status"]?.GetValue<int>() != answer.Status)
        {
            yield return $"{answer.Name} names another status: {answer.Body}";
        }
    }

    private static bool TryRead(string body, string mediaType, out JsonNode? value)
    {
        try
        {
            value = mediaType.EndsWith("json", StringComparison.Ordinal) ? JsonNode.Parse(body) : body;
            return true;
        }
        catch (JsonException)
        {
            value = null;
            return false;
        }
    }
}
