using Tipstaff.Tests.Hostile;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>What each route answers that asks whose subscriptions it is about.</summary>
internal static class OwnersExercises
{
    private static readonly (string Method, string Path)[] Operations =
    [
        ("GET", "/api/subscriptions"),
        ("GET", "/api/subscriptions/{id}"),
        ("PATCH", "/api/subscriptions/{id}"),
        ("DELETE", "/api/subscriptions/{id}"),
        ("POST", "/api/subscriptions/{id}/challenge"),
        ("POST", "/api/subscriptions/{id}/secret"),
        ("GET", "/api/subscribers/me/export"),
        ("DELETE", "/api/subscribers/me"),
    ];

    public static IReadOnlyList<Exercise> All { get; } = [.. Operations.SelectMany(one => Of(one.Method, one.Path))];

    private static IEnumerable<Exercise> Of(string method, string path)
    {
        var asked = path.Replace("{id}", new string('0', 32), StringComparison.Ordinal);
        var body = method is "PATCH" ? """{"paused":true}""" : null;
        yield return new(method, path, 400, (world, sent) => world.Signed(sent, asked, body));
        yield return new(method, path, 401, (_, sent) => World.Plain(sent, asked));
        yield return new(method, path, 401, (world, sent) => world.Signed(sent, asked, body, SomeNewsroom.Stranger));
        yield return new(method, path, 403, (world, sent) => world.Signed(sent, asked, body, SomeNewsroom.Courier));
        yield return new(method, path, 413, (world, sent) => world.Signed(sent, asked, $$"""{"paused":"{{new string('x', 20_000)}}"}"""));
    }
}
