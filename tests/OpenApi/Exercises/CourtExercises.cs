using System.Text;
using Tipstaff.Api.Description;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>The courts' and dockets' routes, and the operators'.</summary>
internal static class CourtExercises
{
    private const string Docket = "/api/dockets/{court}/{number}";
    private const string Erasures = "/api/operations/erasures";
    private const string Hold = "/api/operations/courts/{id}/hold";

    private static readonly (string, string) Any = ("If-None-Match", "*");

    private static readonly (string Method, string Path)[] Operators =
    [
        ("GET", "/api/operations/dead-letters"),
        ("POST", "/api/operations/replay"),
        ("POST", "/api/operations/replay/{alert}"),
        ("POST", Hold),
        ("POST", "/api/operations/courts/{id}/release"),
        ("POST", Erasures),
        ("GET", "/api/operations/migrations"),
        ("POST", "/api/operations/migrations"),
    ];

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new("GET", "/api/courts", 200, (_, method) => World.Plain(method, "/api/courts")),
        new("GET", "/api/courts", 304, (_, method) => World.Plain(method, "/api/courts", Any)),
        new("GET", "/api/courts/{id}", 200, (_, method) => World.Plain(method, "/api/courts/ca9")),
        new("GET", "/api/courts/{id}", 304, (_, method) => World.Plain(method, "/api/courts/nysd", Any)),
        new("GET", "/api/courts/{id}", 404, (_, method) => World.Plain(method, "/api/courts/nowhere")),

        new("GET", Docket, 200, async (world, method) => World.Plain(method, $"/api/dockets/nysd/{await world.RecordDocketAsync()}")),
        new("GET", Docket, 200, async (world, method) => World.Plain(method, $"/api/dockets/nysd/{await world.RecordDocketAsync()}?limit=1")),
        new("GET", Docket, 304, async (world, method) => World.Plain(method, $"/api/dockets/nysd/{await world.RecordDocketAsync()}", Any)),
        new("GET", Docket, 400, (_, method) => World.Plain(method, "/api/dockets/nysd/rubbish")),
        new("GET", Docket, 400, (_, method) => World.Plain(method, "/api/dockets/nysd/1:26-cv-00001?limit=x")),
        new("GET", Docket, 404, (_, method) => World.Plain(method, "/api/dockets/nysd/1:26-cv-99999")),
        new("GET", Docket, 404, (_, method) => World.Plain(method, "/api/dockets/nowhere/1:26-cv-99999")),

        new("GET", "/api/operations/dead-letters", 200, async (world, method) =>
        {
            await world.GiveUpAsync();
            await world.GiveUpAsync();
            return world.Operators(World.Plain(method, "/api/operations/dead-letters?limit=1"));
        }),
        new("GET", "/api/operations/dead-letters", 304, async (world, method) =>
        {
            await world.GiveUpAsync();
            using var read = await world.Head.SendAsync(world.Operators(World.Plain(method, "/api/operations/dead-letters")));
            return world.Operators(World.Plain(method, "/api/operations/dead-letters", ("If-None-Match", read.Headers.ETag!.ToString())));
        }),
        new("GET", "/api/operations/dead-letters", 400, (world, method) => world.Operators(World.Plain(method, "/api/operations/dead-letters?limit=x"))),
        new("POST", "/api/operations/replay", 200, async (world, method) =>
        {
            await world.GiveUpAsync();
            return world.Operators(World.Plain(method, "/api/operations/replay"));
        }),
        new("POST", "/api/operations/replay/{alert}", 200, async (world, method) => world.Operators(World.Plain(method, $"/api/operations/replay/{await world.GiveUpAsync()}"))),
        new("POST", "/api/operations/replay/{alert}", 200, (world, method) => world.Operators(World.Plain(method, $"/api/operations/replay/{new string('0', 32)}"))),
        new("POST", "/api/operations/replay/{alert}", 400, (world, method) => world.Operators(World.Plain(method, "/api/operations/replay/rubbish"))),
        new("GET", "/api/operations/migrations", 200, async (world, method) =>
        {
            await world.GiveUpAsync();
            return world.Operators(World.Plain(method, "/api/operations/migrations"));
        }),
        new("POST", "/api/operations/migrations", 200, (world, method) => world.Operators(World.Plain(method, "/api/operations/migrations"))),
        new("POST", "/api/operations/migrations", 200, async (world, method) =>
        {
            await world.GiveUpAsync();
            return world.Operators(World.Plain(method, "/api/operations/migrations?insideDeploy=true"));
        }),
        new("POST", "/api/operations/migrations", 400, (world, method) => world.Operators(World.Plain(method, "/api/operations/migrations?insideDeploy=yes"))),
        new("POST", Hold, 200, (world, method) => world.Operators(World.Json(method, "/api/operations/courts/nysb/hold", """{"minutes":5}"""))),
        new("POST", Hold, 400, (world, method) => world.Operators(World.Json(method, "/api/operations/courts/nysb/hold", """{"minutes":0}"""))),
        new("POST", Hold, 404, (world, method) => world.Operators(World.Json(method, "/api/operations/courts/nowhere/hold", """{"minutes":5}"""))),
        new("POST", Hold, 413, (world, method) => world.Operators(World.Json(method, "/api/operations/courts/nysb/hold", $"[{new string(' ', 20_000)}]"))),
        new("POST", Hold, 415, (world, method) =>
        {
            var request = world.Operators(World.Plain(method, "/api/operations/courts/nysb/hold"));
            request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
            return request;
        }),
        new("POST", "/api/operations/courts/{id}/release", 200, (world, method) => world.Operators(World.Plain(method, "/api/operations/courts/nysb/release"))),
        new("POST", "/api/operations/courts/{id}/release", 404, (world, method) => world.Operators(World.Plain(method, "/api/operations/courts/nowhere/release"))),
        new("POST", Erasures, 204, (world, method) => world.Operators(World.Json(method, Erasures, """{"email":"nobody@example.com"}"""))),
        new("POST", Erasures, 400, (world, method) => world.Operators(World.Json(method, Erasures, """{"email":"nobody"}"""))),
        new("POST", Erasures, 413, (world, method) => world.Operators(World.Json(method, Erasures, $"[{new string(' ', 20_000)}]"))),
        new("POST", Erasures, 415, (world, method) =>
        {
            var request = world.Operators(World.Plain(method, Erasures));
            request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
            return request;
        }),
        .. Operators.SelectMany(one => OfOthers(one.Method, one.Path)),
    ];

    private static IEnumerable<Exercise> OfOthers(string method, string path)
    {
        var asked = path.Replace("{alert}", new string('0', 32), StringComparison.Ordinal).Replace("{id}", "nysd", StringComparison.Ordinal);
        yield return new(method, path, 401, (_, sent) => World.Plain(sent, asked)) { OnlyOn = ApiAnswers.Azure };
        yield return new(method, path, 404, (_, sent) => World.Plain(sent, asked, ("Sec-Fetch-Site", "cross-site"))) { OnlyOn = ApiAnswers.OneMachine };
    }
}
