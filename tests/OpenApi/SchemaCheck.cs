using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.OpenApi;

/// <summary>JSON that has to meet a schema of the document.</summary>
/// <param name="What">What it is, for the message.</param>
/// <param name="Schema">Where the schema stands in the document, a JSON pointer.</param>
/// <param name="Value">The JSON.</param>
internal sealed record SchemaCheck(string What, string Schema, JsonNode? Value);

/// <summary>Validators that others wrote: ajv for JSON Schema 2020-12, and one with OpenAPI's own schema, in one run of Node.</summary>
internal static class Validators
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Folder = Path.Combine(Support.Repository.Root, "tests", "Browser");

    /// <summary>Skips the test that asks where they are missing, saying so.</summary>
    public static void Require()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Folder, "node_modules", "ajv")), "No JSON Schema validator: npm ci --prefix tests/Browser installs it.");
        Assert.SkipUnless(Programs.IsOnPath("node"), "No JSON Schema validator: Node is not installed.");
    }

    /// <summary>What is wrong with the document, and with each of the values; empty for nothing.</summary>
    public static async Task<(IReadOnlyList<string> Document, IReadOnlyList<string> Values)> CheckAsync(JsonNode document, IReadOnlyList<SchemaCheck> checks)
    {
        var input = new JsonObject
        {
            ["document"] = document.DeepClone(),
            ["checks"] = new JsonArray([.. checks.Select(check => new JsonObject { ["schema"] = check.Schema, ["value"] = check.Value?.DeepClone() })]),
        };
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "check-schemas.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.StandardInput.WriteAsync(input.ToJsonString());
        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        Assert.True(node.ExitCode == 0, await error);

        using var found = JsonDocument.Parse(await output);
        var values = found.RootElement.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(checks.Count, values.Count);
        return (
            Texts(found.RootElement.GetProperty("document")),
            [.. checks.Zip(values).SelectMany(pair => Texts(pair.Second).Select(text => $"{pair.First.What}: {text} in {Shown(pair.First.Value)}"))]);
    }

    private static List<string> Texts(JsonElement array) => [.. array.EnumerateArray().Select(text => text.GetString()!)];

    private static string Shown(JsonNode? value) => value?.ToJsonString() is { } text ? text.Length > 400 ? $"{text[..400]} …" : text : "null";
}
