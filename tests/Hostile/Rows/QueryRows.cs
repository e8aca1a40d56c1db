namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Pages of lists that are none: limits out of their range, cursors of other lists.</summary>
internal static class QueryRows
{
    private static readonly string[] Lists = ["/api/subscriptions", "/api/dockets/nysd/1:26-cv-01234", "/api/operations/dead-letters"];

    private static readonly string[] Limits =
        ["-1", "0", "201", "99999999999999999999", "-9223372036854775808", "1e3", "0x10", "%201", "%2B5", "5.0", "5%00", "", "five", "%D9%A5", "NaN", "1%2C000"];

    private static readonly string[] Cursors =
        ["x", "", "0", "-1", "..%2f..%2f", "%00", "null", "$ADA", "$MANAGE", "%27%20or%201%3D1--", "%FF%FE", "AAAA", "0123456789ABCDEF0123456789ABCDEF"];

    public static IEnumerable<HostileRow> All =>
    [
        .. from list in Lists
           from limit in Limits
           select Of($"{list}?limit={limit}", "limit"),
        .. from list in Lists
           from cursor in (IEnumerable<string>)[.. Cursors, new string('a', 4_000)]
           select Of($"{list}?cursor={cursor}", "cursor"),
        Of("/api/subscriptions?cursor=$OTHERS", "cursor"),
        Of("/api/operations/dead-letters?cursor=$OWN", "cursor"),
        Of("/api/dockets/nysd/1:26-cv-01234?cursor=$OWN", "cursor"),
    ];

    private static HostileRow Of(string path, string field) =>
        new HostileRow($"GET {(path.Length > 200 ? path[..200] : path)}", "GET", path, 400, "invalid-request") { Field = field }
            .With(("Authorization", "Bearer $MANAGE")).With(("x-functions-key", "$MASTER"));
}
