namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Methods that a route has not. Which it has, <c>MethodsTests</c> tells.</summary>
internal static class MethodRows
{
    private static readonly string[] Api =
    [
        "/api/subscriptions", "/api/subscriptions/$OWN", "/api/subscribers/me", "/api/subscribers/me/export", "/api/courts", "/api/courts/nysd",
        "/api/dockets/nysd/1:26-cv-01234", "/api/operations/dead-letters", "/api/operations/replay", "/api/operations/courts/nysd/hold", "/api/operations/courts/nysd/release", "/api/operations/erasures",
    ];

    private static readonly string[] Pages =
        ["/", "/confirm?token=$CONFIRM", "/unsubscribe?token=$UNSUBSCRIBE", "/manage?token=$MANAGE", "/subscribe", "/status", "/site.css", "/site.js", "/health", "/health/live"];

    private static readonly string[] Methods = ["PUT", "DANCE", "PROPFIND", "SEARCH"];

    public static IEnumerable<HostileRow> All =>
    [
        .. from path in Api
           from method in Methods
           select Of(method, path, "method-not-allowed").With(("Authorization", "Bearer $MANAGE")).With(("x-functions-key", "$MASTER")),
        .. from path in Pages
           from method in Methods
           select Of(method, path, problem: null) with { OfHost = 404 },
        Of("DELETE", "/api/courts/nysd", "method-not-allowed"),
        Of("POST", "/api/courts/nysd", "method-not-allowed"),
        Of("DELETE", "/api/subscriptions", "method-not-allowed").With(("Authorization", "Bearer $MANAGE")),
        Of("DELETE", "/unsubscribe?token=$UNSUBSCRIBE", problem: null) with { OfHost = 404 },
        Of("PATCH", "/manage?token=$MANAGE", problem: null) with { OfHost = 404 },
        Of("GET", "/api/operations/replay", "method-not-allowed").With(("x-functions-key", "$MASTER")),
        Of("GET", "/api/operations/courts/nysd/hold", "method-not-allowed").With(("x-functions-key", "$MASTER")),
    ];

    private static HostileRow Of(string method, string path, string? problem) => new($"{method} {path}", method, path, 405, problem);
}
