using System.Net;
using System.Text.Json.Nodes;
using Tipstaff.Api.Description;
using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Hostile;

namespace Tipstaff.Tests.OpenApi;

/// <summary>The document itself: that it is OpenAPI 3.1, tells each route, and shows examples that are true.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task Document_IsOpenApi31()
    {
        Validators.Require();
        var api = await SomeDocument.ReadAsync();

        Assert.StartsWith("3.1.", api.Document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty((await Validators.CheckAsync(api.Document, [])).Document);
    }

    [Theory]
    [InlineData("/info/title", null)]
    [InlineData("/paths/~1health/get/responses/200/description", null)]
    [InlineData("/paths/~1api~1courts~1{id}/get/parameters/0/in", "\"moon\"")]
    [InlineData("/components/schemas/Court/type", "\"text\"")]
    [InlineData("/components/schemas/Court/properties/name", """{"$ref":"#/components/schemas/Nothing"}""")]
    public async Task Document_Broken_IsFound(string place, string? instead)
    {
        Validators.Require();
        var document = (await SomeDocument.ReadAsync()).Document;
        SomeDocument.Replace(document, place, instead);

        var (found, inValues) = await Validators.CheckAsync(document, Examples(new DescribedApi(document)));

        Assert.NotEmpty(found.Concat(inValues));
    }

    [Fact]
    public async Task EachExample_MeetsItsSchema()
    {
        Validators.Require();
        var api = await SomeDocument.ReadAsync();

        var examples = Examples(api);

        Assert.True(examples.Count > 150, $"{examples.Count} examples");
        Assert.Empty((await Validators.CheckAsync(api.Document, examples)).Values);
    }

    [Fact]
    public async Task Document_TellsEachRouteOfTheHeadsAndNoOther()
    {
        var api = await SomeDocument.ReadAsync();

        var bound = (await RoutesTests.LocalAsync()).SelectMany(Spelled).Order(StringComparer.Ordinal);

        Assert.Equal(bound, api.Operations.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task EachOperation_HasANameOfItsOwnAndEverythingIsDescribed()
    {
        var api = await SomeDocument.ReadAsync();

        Assert.Equal(api.Operations.Count, api.Operations.Values.Select(operation => operation["operationId"]!.GetValue<string>()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(api.Operations, operation => Assert.NotEmpty(operation.Value["summary"]!.GetValue<string>()));
        foreach (var (type, schema) in api.Document["components"]!["schemas"]!.AsObject())
        {
            Assert.True(schema!["description"] is not null || schema["enum"] is not null, type);
            Assert.All(schema["properties"]?.AsObject() ?? [], property => Assert.True(
                property.Value!["description"] is not null || property.Value["$ref"] is not null || property.Value["oneOf"] is not null, $"{type}.{property.Key}"));
        }
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Get_ByEitherHead_IsTheSameDocumentWithItsTag(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);

        using var whole = await head.SendAsync(World.Plain("GET", ApiDocument.Path));
        using var known = await head.SendAsync(World.Plain("GET", ApiDocument.Path, ("If-None-Match", whole.Headers.ETag!.ToString())));
        using var headers = await head.SendAsync(World.Plain("HEAD", ApiDocument.Path));

        var bytes = await SomeDocument.BytesAsync();
        Assert.Equal(bytes, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/json", "no-cache"), (whole.Content.Headers.ContentType!.MediaType, whole.Headers.CacheControl!.ToString()));
        Assert.Equal((HttpStatusCode.NotModified, 0), (known.StatusCode, (await known.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal((HttpStatusCode.OK, whole.Headers.ETag, bytes.Length), (headers.StatusCode, headers.Headers.ETag, headers.Content.Headers.ContentLength));
    }

    // A part of a path that may be left out is two paths in OpenAPI.
    private static IEnumerable<string> Spelled(string route)
    {
        var (method, path) = (route[..route.IndexOf(' ', StringComparison.Ordinal)], route[(route.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        return path.EndsWith("?}", StringComparison.Ordinal)
            ? [$"{method} /{path[..path.LastIndexOf('/')]}", $"{method} /{path.Replace("?}", "}", StringComparison.Ordinal)}"]
            : [$"{method} /{path}"];
    }

    private static List<SchemaCheck> Examples(DescribedApi api)
    {
        var found = new List<SchemaCheck>();
        Collect(api.Document["paths"]!, "/paths", found);
        return found;
    }

    private static void Collect(JsonNode? node, string place, List<SchemaCheck> found)
    {
        switch (node)
        {
            case JsonObject members:
                if (members["example"] is { } example && members["schema"] is not null)
                {
                    found.Add(new(place, $"{place}/schema", example));
                }

                foreach (var (name, value) in members.Where(member => member.Key is not ("example" or "schema")))
                {
                    Collect(value, $"{place}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", found);
                }

                break;
            case JsonArray items:
                for (var index = 0; index < items.Count; index++)
                {
                    Collect(items[index], $"{place}/{index}", found);
                }

                break;
        }
    }
}
