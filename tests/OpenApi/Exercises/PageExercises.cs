using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>The pages and their forms.</summary>
internal static class PageExercises
{
    private static readonly (string, string) Foreign = ("Sec-Fetch-Site", "cross-site");

    public static IReadOnlyList<Exercise> All { get; } =
    [
        .. OfLink("/confirm", LinkPurpose.Confirm),
        .. OfLink("/unsubscribe", LinkPurpose.Unsubscribe),
        .. OfLink("/manage", LinkPurpose.Manage).Where(one => one.Method == "GET"),
        new("POST", "/confirm", 409, async (world, _) =>
        {
            var pending = await world.WriteAsync(await world.FollowAsync() with { ConfirmedAt = null });
            return World.Form("/confirm", new Dictionary<string, string> { ["token"] = world.Token(LinkPurpose.Confirm, pending.Subscriber.Value), ["shown"] = "something else" });
        }),
        new("POST", "/unsubscribe", 200, async (world, method) =>
            World.Form($"/unsubscribe?token={world.Token(LinkPurpose.Unsubscribe, (await world.FollowAsync()).Id.Value)}", new Dictionary<string, string> { ["List-Unsubscribe"] = "One-Click" })),

        new("POST", "/manage", 200, (world, _) => ManagedAsync(world, "pause")),
        new("POST", "/manage", 200, (world, _) => ManagedAsync(world, "export")),
        new("POST", "/manage", 200, (world, _) => ManagedAsync(world, "erase", sure: "yes")),
        new("POST", "/manage", 400, (world, _) => ManagedAsync(world, "erase")),
        new("POST", "/manage", 400, (world, _) => ManagedAsync(world, "dance")),
        new("POST", "/manage", 400, (_, method) => World.Plain(method, "/manage")),
        new("POST", "/manage", 403, async (world, _) => Said(await ManagedAsync(world, "pause"), Foreign)),
        new("POST", "/manage", 404, (world, _) => ManagedAsync(world, "pause", id: new string('0', 32))),
        new("POST", "/manage", 409, (world, _) => ManagedAsync(world, "save")),
        new("POST", "/manage", 410, async (world, _) => World.Form(
            "/manage", Fields(("token", world.Token(LinkPurpose.Manage, (await world.FollowAsync()).Subscriber.Value, TimeSpan.FromSeconds(-1))), ("do", "export")))),

        new("GET", "/", 200, (_, method) => World.Plain(method, "/")),
        new("GET", "/subscribe", 200, (_, method) => World.Plain(method, "/subscribe")),
        new("POST", "/subscribe", 200, (world, _) => Subscribed(world)),
        new("POST", "/subscribe", 400, (_, _) => World.Form("/subscribe", Fields(("email", "ada@example.com")))),
        new("POST", "/subscribe", 403, (world, _) => Said(Subscribed(world), Foreign)),
        new("GET", "/status", 200, (_, method) => World.Plain(method, "/status")),
        new("GET", "/site.css", 200, (_, method) => World.Plain(method, "/site.css")),
        new("GET", "/site.css", 304, (_, method) => World.Plain(method, "/site.css", ("If-None-Match", "*"))),
        new("GET", "/site.js", 200, (_, method) => World.Plain(method, "/site.js")),
        new("GET", "/site.js", 304, (_, method) => World.Plain(method, "/site.js", ("If-None-Match", "*"))),
    ];

    private static IEnumerable<Exercise> OfLink(string path, LinkPurpose purpose)
    {
        foreach (var (status, lifetime) in new[] { (200, TimeSpan.FromDays(1)), (410, TimeSpan.FromSeconds(-1)) })
        {
            yield return new("GET", path, status, async (world, method) => World.Plain(method, $"{path}?token={await TokenAsync(world, purpose, lifetime)}"));
            yield return new("POST", path, status, async (world, _) => World.Form(path, Fields(("token", await TokenAsync(world, purpose, lifetime)))));
        }

        yield return new("GET", path, 400, (_, method) => World.Plain(method, $"{path}?token=rubbish"));
        yield return new("POST", path, 400, (_, _) => World.Form(path, Fields(("token", "rubbish"))));
    }

    private static async Task<string> TokenAsync(World world, LinkPurpose purpose, TimeSpan lifetime)
    {
        var own = await world.FollowAsync();
        if (purpose is LinkPurpose.Confirm)
        {
            await world.WriteAsync(Some.Subscription(own.Address.Value, docket: $"1:26-cv-{world.Next():D5}", confirmed: false));
        }

        return world.Token(purpose, purpose is LinkPurpose.Unsubscribe ? own.Id.Value : own.Subscriber.Value, lifetime);
    }

    private static async Task<HttpRequestMessage> ManagedAsync(World world, string button, string? id = null, string sure = "no")
    {
        var own = await world.FollowAsync();
        return World.Form(
            "/manage",
            Fields(
                ("token", world.Token(LinkPurpose.Manage, own.Subscriber.Value)), ("do", button), ("id", id ?? own.Id.Value), ("version", "7"), ("cadence", "daily"),
                ("digestHour", "7"), ("digestTimeZone", "America/New_York"), ("digestDay", "monday"), ("include", ""), ("exclude", ""), ("sure", sure)));
    }

    private static HttpRequestMessage Subscribed(World world) => World.Form(
        "/subscribe", Fields(("form", world.FormToken()), ("email", "ada@example.com"), ("court", "nysd"), ("docketNumber", "1:26-cv-01234"), ("cadence", "immediate")));

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    private static HttpRequestMessage Said(HttpRequestMessage request, (string Name, string Value) header)
    {
        request.Headers.Add(header.Name, header.Value);
        return request;
    }
}
