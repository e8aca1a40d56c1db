namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Bodies that are too large, too deep, or no object of the fields that are known.</summary>
internal static class BodyRows
{
    public const string Subscriptions = "/api/subscriptions";
    public const string Json = "application/json";

    private const string Good = """{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";

    public static IEnumerable<HostileRow> All =>
    [
        Post("a body of one byte too many", Good.Insert(1, new string(' ', 16_385 - Good.Length)), 413, "too-large"),
        Post("a body of a megabyte", Good.Insert(1, new string(' ', 1 << 20)), 413, "too-large"),
        Post("a field of fifteen thousand characters", Good.Replace("1:26", new string('1', 15_000), StringComparison.Ordinal), field: "docketNumber"),
        Post("a query of fifteen thousand characters", $$"""{"email":"eve@example.com","query":"{{new string('a', 15_000)}}"}""", field: "query"),
        Post("an array in an array, thousands of times", $"{{\"email\":{new string('[', 8_000)}{new string(']', 8_000)}}}", field: "body"),
        Post("an object in an object, nine times", string.Concat(Enumerable.Repeat("{\"email\":", 9)) + "1" + new string('}', 9), field: "body"),
        Post("arrays without an end", new string('[', 16_000), field: "body"),
        Post("a thousand unknown fields", $"{{{string.Join(',', Enumerable.Range(0, 1_000).Select(n => $"\"{n}\":0"))}}}"),
        Post("a thousand phrases", $"{{\"include\":[{string.Join(',', Enumerable.Repeat("\"a\"", 1_000))}]}}", field: "include"),
        Post("no body", "", field: "body"),
        Post("white space alone", " \r\n\t ", field: "body"),
        Post("an array", "[]", field: "body"),
        Post("a text", "\"eve@example.com\"", field: "body"),
        Post("two objects", Good + Good, field: "body"),
        Post("an object and a half", Good + "{", field: "body"),
        Post("a comment", Good.Insert(1, "/* */"), field: "body"),
        Post("a comma at the end", Good.Insert(Good.Length - 1, ","), field: "body"),
        Post("single quotes", Good.Replace('"', '\''), field: "body"),
        Post("a number that is none", """{"digestHour":NaN}""", field: "body"),
        Post("a number of four hundred digits", $"{{\"digestHour\":{new string('9', 400)}}}", field: "digestHour"),
        Post("a number below nought", """{"digestHour":-1}"""),
        Post("a field twice", Good.Insert(1, "\"email\":\"ada@example.com\","), field: "email"),
        Post("a field twice, once in escapes", Good.Insert(1, "\"\\u0065mail\":\"ada@example.com\","), field: "email"),
        Post("a field twice, in another case", Good.Insert(1, "\"Email\":\"ada@example.com\","), field: "Email"),
        Post("a field of the prototype", Good.Insert(1, "\"__proto__\":{\"state\":\"confirmed\"},"), field: "__proto__"),
        Post("a field that only we set", Good.Insert(1, "\"state\":\"confirmed\","), field: "state"),
        Post("a field of another type", Good.Replace("\"nysd\"", "[\"nysd\"]", StringComparison.Ordinal), field: "court"),
        Post("a null", Good.Replace("\"nysd\"", "null", StringComparison.Ordinal), field: "court"),
        Post("a court as a path", Good.Replace("nysd", "../nysd", StringComparison.Ordinal), field: "court"),
        Post("a court with a query of a store", Good.Replace("nysd", "nysd' or 1 eq 1 or '", StringComparison.Ordinal), field: "court"),
        Post("a docket number with a statement", Good.Replace("1:26-cv-01234", "'; DROP TABLE subscriptions; --", StringComparison.Ordinal), field: "docketNumber"),
        Post("text that is no form", Good, 415, "unsupported-media-type", type: "text/plain"),
        Post("no type", Good, 415, "unsupported-media-type", type: null),
        Post("a form", "email=eve@example.com", 415, "unsupported-media-type", type: "application/x-www-form-urlencoded"),
        Post("a type of several parts", Good, 415, "unsupported-media-type", type: "multipart/form-data; boundary=x"),
        Post("a type that is like the right one", Good, 415, "unsupported-media-type", type: "application/jsonp"),
        Post("two types", Good, 415, "unsupported-media-type", type: "text/plain, application/json"),
        Post("a type that is none", Good, 415, "unsupported-media-type", type: ";;;"),
        Post("a type of thousands of characters", Good, 415, "unsupported-media-type", type: $"application/{new string('j', 4_000)}"),
        Patch("a change that is too large", $"{{\"paused\":true{new string(' ', 16_384)}}}", 413, "too-large"),
        Patch("a change that is too deep", $"{{\"include\":{new string('[', 8_000)}", 400, "invalid-request"),
        Patch("a change of the address", """{"email":"eve@example.com"}""", 400, "invalid-request"),
        Patch("a change of the owner", """{"subscriber":"00000000000000000000000000000000","paused":true}""", 400, "invalid-request"),
        Patch("a change of a field twice", """{"paused":true,"paused":false}""", 400, "invalid-request"),
        Patch("a change sent as text", """{"paused":true}""", 415, "unsupported-media-type", type: "text/plain"),
        Hold("a hold that is too large", $"{{\"minutes\":9{new string(' ', 16_384)}}}", 413, "too-large"),
        Hold("a hold of a year", """{"minutes":525600}""", 400, "invalid-request"),
        Hold("a hold below nought", """{"minutes":-1}""", 400, "invalid-request"),
        Hold("a hold until a moment without a zone", """{"until":"2026-03-03T00:00:00"}""", 400, "invalid-request"),
        Hold("a hold sent as text", """{"minutes":9}""", 415, "unsupported-media-type", type: "text/plain"),
    ];

    private static HostileRow Post(string name, string body, int status = 400, string problem = "invalid-request", string? field = null, string? type = Json) =>
        new HostileRow(name, "POST", Subscriptions, status, problem) { Field = field }.With(body, type);

    private static HostileRow Patch(string name, string body, int status, string problem, string type = Json) =>
        new HostileRow(name, "PATCH", $"{Subscriptions}/$OWN", status, problem).With(("Authorization", "Bearer $MANAGE")).With(body, type);

    private static HostileRow Hold(string name, string body, int status, string problem, string type = Json) =>
        new HostileRow(name, "POST", "/api/operations/courts/nysd/hold", status, problem).With(("x-functions-key", "$MASTER")).With(body, type);
}
