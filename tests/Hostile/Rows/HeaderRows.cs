namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Headers that are rubbish, or of somebody else.</summary>
internal static class HeaderRows
{
    private const string Good = """{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";

    private static readonly string[] Tags =
        ["", " ", "\"1\"", "\"999\"", "\"-1\"", "W/\"1\"", "1", "\"", "\"\"", "rubbish", "\"1", "\"0x1\"", "\"99999999999999999999999\"", "\"a\", \"b\"", "\"*\"", ",", $"\"{new string('1', 4_000)}\""];

    private static readonly string[] Keys =
        ["\"", "\"\"", "a b", "\"a", "a\"", "\"a\"b\"", "\"a\\b\"", "\"a\";b", "{}", "<script>", new string('k', 256), $"\"{new string('k', 256)}\""];

    private static readonly string[] Bearers =
        ["Bearer", "Bearer ", "Bearer x", "Bearer $CONFIRM", "Bearer $UNSUBSCRIBE", "Bearer $EXPIRED", "Bearer $MANAGE=", "Bearer $MANAGE $MANAGE", "Bearer $ADA", "Basic $MANAGE", "$MANAGE", "Bearer null"];

    private static readonly (string Input, string Signature)[] Signatures =
    [
        ("rubbish", "rubbish"), ("sig=()", "sig=::"), ("sig=(\"@method\")", ""), ("", "sig=:AAAA:"), ("sig=((((((((", "sig=:AAAA:"),
        ($"sig=({string.Concat(Enumerable.Repeat("\"@method\" ", 300))})", "sig=:AAAA:"),
        ("sig=(\"@method\");created=99999999999999999999;keyid=\"newsroom\"", "sig=:AAAA:"),
    ];

    public static IEnumerable<HostileRow> All =>
    [
        .. from tag in Tags
           select new HostileRow($"PATCH with If-Match: {Short(tag)}", "PATCH", "/api/subscriptions/$OWN", 412, "changed-meanwhile")
               .With(("Authorization", "Bearer $MANAGE")).With(("If-Match", tag)).With("""{"paused":true}""", BodyRows.Json),
        .. from tag in Tags
           select new HostileRow($"DELETE with If-Match: {Short(tag)}", "DELETE", "/api/subscriptions/$OWN", 412, "changed-meanwhile")
               .With(("Authorization", "Bearer $MANAGE")).With(("If-Match", tag)),
        .. from key in Keys
           select new HostileRow($"POST with Idempotency-Key: {Short(key)}", "POST", BodyRows.Subscriptions, 400, "invalid-request") { Field = "Idempotency-Key" }
               .With(("Idempotency-Key", key)).With(Good, BodyRows.Json),
        new HostileRow("POST with two keys", "POST", BodyRows.Subscriptions, 400, "invalid-request") { Field = "Idempotency-Key" }
            .With(("Idempotency-Key", "one")).With(("Idempotency-Key", "two")).With(Good, BodyRows.Json),
        .. from route in (IEnumerable<(string Method, string Path)>)[("GET", ""), ("GET", "/$OWN"), ("PATCH", "/$OWN"), ("DELETE", "/$OWN")]
           from bearer in Bearers
           select Asking(route.Method, $"/api/subscriptions{route.Path}", bearer),
        .. from bearer in Bearers
           select Asking("DELETE", "/api/subscribers/me", bearer),
        .. from bearer in Bearers
           select Asking("GET", "/api/subscribers/me/export", bearer),
        .. from signature in Signatures
           select new HostileRow($"signed by {Short(signature.Input)} and {Short(signature.Signature)}", "DELETE", "/api/subscriptions/$OWN?subscriber=$ADA", 401, "signature-refused")
               .With(("Signature-Input", signature.Input)).With(("Signature", signature.Signature)),
        new HostileRow("another method in a header", "POST", "/api/subscriptions/$OWN", 405, "method-not-allowed")
            .With(("Authorization", "Bearer $MANAGE")).With(("X-HTTP-Method-Override", "DELETE")).With("", BodyRows.Json),
        new HostileRow("another path in a header", "GET", "/api/courts/nowhere", 404, "not-found").With(("X-Original-URL", "/api/operations/dead-letters")),
        new HostileRow("a form of another site", "POST", "/subscribe", 403, Problem: null)
            .With(("Origin", "https://evil.example")).With(("Sec-Fetch-Site", "cross-site"))
            .With("form=$FORM&email=eve%40example.com&court=nysd&docketNumber=1%3A26-cv-01234", "application/x-www-form-urlencoded"),
        new HostileRow("a change of another site", "POST", "/manage", 403, Problem: null)
            .With(("Origin", "https://evil.example")).With(("Sec-Fetch-Site", "cross-site"))
            .With("token=$MANAGE&do=end&id=$OWN", "application/x-www-form-urlencoded"),
    ];

    private static HostileRow Asking(string method, string path, string bearer)
    {
        var row = new HostileRow($"{method} {path} by {bearer}", method, path, 401, "unauthorized").With(("Authorization", bearer));
        return method == "PATCH" ? row.With("""{"paused":true}""", BodyRows.Json) : row;
    }

    private static string Short(string value) => value.Length > 60 ? $"{value[..60]}… ({value.Length})" : value;
}
