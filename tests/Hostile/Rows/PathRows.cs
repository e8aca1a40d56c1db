namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Paths that would lead somewhere else than they seem to.</summary>
internal static class PathRows
{
    private const string Nothing = "not-found";

    public static IEnumerable<HostileRow> All =>
    [
        Api("a way up in per cent", "/api/subscriptions/%2e%2e%2f%2e%2e%2fsecret.key", Nothing),
        Api("a way up by a slash in per cent", "/api/subscriptions/..%2f..%2fsecret.key", Nothing),
        Api("a way up, per cent of per cent", "/api/subscriptions/%252e%252e%252fsecret.key", Nothing),
        Api("a way up by backslashes", "/api/subscriptions/..%5c..%5csecret.key", Nothing),
        Api("a court that is a way up", "/api/courts/..%2f..%2fsecret.key", Nothing),
        Api("a court with a slash", "/api/courts/nysd%2f", Nothing),
        Api("a court with a file's end", "/api/courts/nysd.json", Nothing),
        Api("a court with a parameter", "/api/courts/nysd;a=b", Nothing),
        Api("a court of a thousand characters", $"/api/courts/{new string('a', 1_000)}", Nothing),
        Api("a court in another alphabet", "/api/courts/%D0%BD%D1%83sd", Nothing),
        Api("a court with a line's end", "/api/courts/nysd%0d%0aX-Injected:%20yes", Nothing),
        Api("a court with a character of a key", "/api/courts/%23%3F%7C", Nothing),
        Api("a docket whose court is a way up", "/api/dockets/..%2f/1:26-cv-01234", Nothing),
        Api("a docket number that is a way up", "/api/dockets/nysd/..%2f..%2f", "invalid-request", 400),
        Api("a docket number with a query of a store", "/api/dockets/nysd/1:26-cv-01234'%20or%20'1'%20eq%20'1", "invalid-request", 400),
        Api("a docket number of thousands of characters", $"/api/dockets/nysd/{new string('1', 4_000)}", "invalid-request", 400),
        Api("a docket number with a script", "/api/dockets/nysd/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "invalid-request", 400),
        Api("a docket with a further part", "/api/dockets/nysd/1:26-cv-01234/1", Nothing),
        Api("two slashes before the route", "//api/subscriptions", Nothing) with { Problem = null, OfHost = 404 },
        Api("two slashes within the route", "/api//subscriptions", Nothing) with { OfHost = 404 },
        Api("two slashes at its end", "/api/courts//nysd", Nothing),
        Api("a route's part in per cent of per cent", "/api/%2573ubscriptions", Nothing),
        Api("a route that is not there, in capitals", "/API/NOTHING", Nothing),
        Api("the root of the routes", "/api", Nothing),
        Api("somebody else's subscription", "/api/subscriptions/$OTHERS", Nothing),
        Api("an id in capitals", "/api/subscriptions/0123456789ABCDEF0123456789ABCDEF", Nothing),
        Api("an id of a thousand characters", $"/api/subscriptions/{new string('0', 1_000)}", Nothing),
        Api("the end of somebody else's subscription", "/api/subscriptions/$OTHERS", Nothing) with { Method = "DELETE" },
        Api("a change of somebody else's subscription", "/api/subscriptions/$OTHERS", Nothing, method: "PATCH").With("""{"paused":true}""", BodyRows.Json),
        Api("a way up to operators", "/api/subscriptions/..%2foperations/dead-letters", Nothing),
        Api("a hold of a court that is a way up", "/api/operations/courts/..%2fnysd/hold", Nothing, method: "POST").With(("x-functions-key", "$MASTER")).With("{}", BodyRows.Json),
        Api("a replay of what is no key", "/api/operations/replay/..%2f", "bad-request", 400, "POST").With(("x-functions-key", "$MASTER")),
        Page("a page that is not there", "/nothing"),
        Page("a file of the data folder", "/secret.key"),
        Page("a file of the data folder, by a way up", "/site.css/..%2f..%2fsecret.key"),
        Page("a letter that is a way up", "/outbox/..%2f..%2fsecret.key"),
        Page("a letter's content that is a way up", "/outbox/..%2f..%2fsecret.key/html"),
        Page("a letter that is a whole path", "/outbox/%2fetc%2fpasswd/html"),
        Page("a page of thousands of characters", $"/{new string('a', 6_000)}"),
        Page("a page with a line's end", "/%0d%0aX-Injected:%20yes"),
        Page("a page with a script", "/%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
    ];

    private static HostileRow Api(string name, string path, string problem, int status = 404, string method = "GET") =>
        new HostileRow(name, method, path, status, problem).With(("Authorization", "Bearer $MANAGE"));

    private static HostileRow Page(string name, string path) => new(name, "GET", path, 404, Problem: null) { OfHost = 404 };
}
