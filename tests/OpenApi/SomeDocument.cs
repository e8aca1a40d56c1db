using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting.Internal;
using Tipstaff.Api.Description;

namespace Tipstaff.Tests.OpenApi;

/// <summary>The document as both heads serve it, and as it would be if somebody had changed it.</summary>
internal static class SomeDocument
{
    private static readonly ApiDocument Served = new(new HostingEnvironment());

    /// <summary>A copy of it.</summary>
    public static async Task<DescribedApi> ReadAsync() => new(JsonNode.Parse(await Served.BytesAsync())!);

    public static Task<byte[]> BytesAsync() => Served.BytesAsync();

    /// <summary>Puts something else at a place, or takes away what is there.</summary>
    public static void Replace(JsonNode document, string pointer, string? json)
    {
        var parts = pointer.Split('/')[1..].Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        var parent = parts[..^1].Aggregate(document, (node, part) => node is JsonArray array ? array[Number(part)]! : node[part]!);
        switch (parent)
        {
            case JsonArray members:
                members[Number(parts[^1])] = JsonNode.Parse(json!);
                break;
            case JsonObject members when json is null:
                Assert.True(members.Remove(parts[^1]), $"There is nothing at {pointer}.");
                break;
            default:
                parent[parts[^1]] = JsonNode.Parse(json!);
                break;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
