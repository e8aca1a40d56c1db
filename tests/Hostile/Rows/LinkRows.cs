namespace Tipstaff.Tests.Hostile.Rows;

/// <summary>Links and forms of pages with tokens that are none, or for something else. Tokens that somebody tampered with: <see cref="TamperedTokensTests"/>.</summary>
internal static class LinkRows
{
    private const string Form = "application/x-www-form-urlencoded";

    private static readonly string[] Tokens =
        ["", "x", "null", "..%2f", "%00", "$MANAGE%00", "$MANAGE%3D", "$ADA", "$FORM", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", new string('A', 5_000)];

    public static IEnumerable<HostileRow> All =>
    [
        .. from page in (IEnumerable<string>)["/confirm", "/unsubscribe", "/manage"]
           from token in Tokens
           select new HostileRow($"GET {page} by {Short(token)}", "GET", $"{page}?token={token}", 400, Problem: null),
        .. from page in (IEnumerable<string>)["/confirm", "/unsubscribe", "/manage"]
           from token in Tokens
           select new HostileRow($"POST {page} by {Short(token)}", "POST", page, 400, Problem: null).With($"token={token}&do=end&id=$OWN", Form),
        Get("/confirm?token=$MANAGE"),
        Get("/confirm?token=$UNSUBSCRIBE"),
        Get("/unsubscribe?token=$MANAGE"),
        Get("/unsubscribe?token=$CONFIRM"),
        Get("/manage?token=$CONFIRM"),
        Get("/manage?token=$UNSUBSCRIBE"),
        Get("/confirm"),
        Get("/confirm?TOKEN="),
        Get("/manage?token=$EXPIRED") with { Status = 410 },
        Post("/unsubscribe?token=$MANAGE", "List-Unsubscribe=One-Click"),
        Post("/unsubscribe", "List-Unsubscribe=One-Click"),
        Post("/manage", "token=$EXPIRED&do=end&id=$OWN") with { Status = 410 },
        Post("/manage", "token=$MANAGE&do=end&id=$OTHERS") with { Status = 404 },
        Post("/manage", "token=$MANAGE&do=end&id=..%2f") with { Status = 404 },
        Post("/manage", "token=$MANAGE&do=dance&id=$OWN"),
        Post("/manage", "token=$MANAGE&token=$MANAGE&do=end&id=$OWN"),
        Post("/manage", "token=$MANAGE&do=end&do=pause&id=$OWN"),
        Post("/manage", "token=$MANAGE&do=erase"),
        Post("/manage", "token=$MANAGE&do=erase&sure=no"),
        Post("/manage", $"token=$MANAGE&do=save&id=$OWN&{string.Join('&', Enumerable.Range(0, 100).Select(n => $"f{n}=1"))}"),
        Post("/manage", $"token=$MANAGE&do=save&id=$OWN&include={new string('a', 3_000)}"),
        Post("/manage", "token=$MANAGE&do=save&id=$OWN&version=1&cadence=yearly"),
        Post("/manage", "token=$MANAGE&do=save&id=$OWN&version=99&cadence=daily") with { Status = 409 },
        Post("/manage", "token=$MANAGE&do=save&id=$OWN&version=-1&cadence=daily") with { Status = 409 },
        Post("/subscribe", "email=eve%40example.com&court=nysd&docketNumber=1%3A26-cv-01234"),
        Post("/subscribe", "form=$MANAGE&email=eve%40example.com&court=nysd&docketNumber=1%3A26-cv-01234"),
        Post("/subscribe", "form=$FORM&form=$FORM&email=eve%40example.com&court=nysd&docketNumber=1%3A26-cv-01234"),
        Post("/subscribe", "form=$FORM&email=eve%40example.com&email=ada%40example.com&court=nysd&docketNumber=1%3A26-cv-01234"),
        Post("/subscribe", "form=$FORM&email=eve%40example.com&court=%3Cscript%3Ealert(1)%3C%2Fscript%3E&docketNumber=1%3A26-cv-01234"),
        Post("/subscribe", $"form=$FORM&email=eve%40example.com&court=nysd&docketNumber={new string('1', 3_000)}"),
        Post("/subscribe", "{\"email\":\"eve@example.com\"}") with { ContentType = BodyRows.Json },
    ];

    private static HostileRow Get(string path) => new($"GET {path}", "GET", path, 400, Problem: null);

    private static HostileRow Post(string path, string form) => new HostileRow($"POST {path} with {Short(form)}", "POST", path, 400, Problem: null).With(form, Form);

    private static string Short(string value) => value.Length > 120 ? $"{value[..120]}… ({value.Length})" : value;
}
