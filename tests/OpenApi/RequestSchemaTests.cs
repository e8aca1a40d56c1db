using System.Text.Json.Nodes;
using Tipstaff.Tests.Hostile;

namespace Tipstaff.Tests.OpenApi;

/// <summary>What the document says may not be sent is refused: each field of each body, in turn.</summary>
public sealed class RequestSchemaTests
{
    // Each refuses the other, whatever is in it.
    private static readonly Dictionary<string, string> InPlaceOf = new(StringComparer.Ordinal) { ["until"] = "minutes", ["query"] = "docketNumber" };

    [Theory]
    [InlineData("POST", "/api/subscriptions")]
    [InlineData("PATCH", "/api/subscriptions/{id}")]
    [InlineData("POST", "/api/operations/courts/{id}/hold")]
    public async Task EachField_WithWhatItsSchemaRefuses_IsRefusedAndNamed(string method, string path)
    {
        var body = (await SomeDocument.ReadAsync()).Operations[$"{method} {path}"]["requestBody"]!["content"]!["application/json"]!;
        var fields = body["schema"]!["properties"]!.AsObject();
        await using var head = await HeadUnderTest.StartAsync(HeadUnderTest.Local, limits => limits.WritesPerMinute = 10_000);
        var world = new World(head);
        var own = await world.FollowAsync();

        var tried = 0;
        foreach (var (name, schema) in fields.Append(KeyValuePair.Create<string, JsonNode?>("colour", null)))
        {
            foreach (var wrong in schema is null ? [JsonValue.Create("red")] : Wrong(schema))
            {
                var sent = body["example"]!.DeepClone();
                sent.AsObject().Remove(InPlaceOf.GetValueOrDefault(name, ""));
                sent[name] = wrong;
                var asked = path.Replace("{id}", method is "PATCH" ? own.Id.Value : "nysd", StringComparison.Ordinal);
                using var answer = await head.SendAsync(world.Owned(World.Json(method, asked, sent.ToJsonString()), own));
                var text = await answer.Content.ReadAsStringAsync();

                Assert.True((int)answer.StatusCode == 400, $"{sent.ToJsonString()} is answered {(int)answer.StatusCode}: {text}");
                Assert.True(JsonNode.Parse(text)!["errors"]![name] is not null, $"{sent.ToJsonString()}: {text}");
                tried++;
            }
        }

        Assert.True(tried > fields.Count);
        Assert.All(body["schema"]!["required"]?.AsArray() ?? [], field => Assert.Contains(field!.GetValue<string>(), fields.Select(one => one.Key)));
        Assert.Equal(own, await head.FindAsync(own.Id));
    }

    // One for each rule of the schema, which breaks it.
    private static IEnumerable<JsonNode> Wrong(JsonNode schema)
    {
        yield return new JsonObject();
        if (schema["enum"] is not null)
        {
            yield return "nonsense";
        }

        if (schema["format"]?.GetValue<string>() is "date-time")
        {
            yield return "tomorrow";
        }

        if (schema["maxLength"]?.GetValue<int>() is { } longest)
        {
            yield return new string('x', longest + 1);
        }

        if (schema["minimum"]?.GetValue<int>() is { } least)
        {
            yield return least - 1;
            yield return schema["maximum"]!.GetValue<int>() + 1;
        }

        if (schema["maxItems"]?.GetValue<int>() is { } most)
        {
            yield return new JsonArray([.. Enumerable.Range(0, most + 1).Select(number => (JsonNode)$"word{number}")]);
            yield return new JsonArray("");
            yield return new JsonArray(new string('x', schema["items"]!["maxLength"]!.GetValue<int>() + 1));
        }
    }
}
