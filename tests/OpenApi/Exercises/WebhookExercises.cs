using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary>What is asked of webhooks, by program and by page.</summary>
internal static class WebhookExercises
{
    /// <summary>The host of those that do not pass their challenge.</summary>
    public const string Failing = "fails.example.com";

    private const string Challenge = "/api/subscriptions/{id}/challenge";
    private const string Secret = "/api/subscriptions/{id}/secret";

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new("POST", "/api/subscriptions", 202, (_, method) => World.Json(method, "/api/subscriptions", """{"email":"ada@example.com","court":"nysd","channel":"https://hooks.example.com/"}""")),
        new("GET", "/api/subscriptions/{id}", 200, async (world, method) => Asked(world, method, "/api/subscriptions/{id}", await HookAsync(world))),
        new("POST", Challenge, 200, async (world, method) => Asked(world, method, Challenge, await HookAsync(world))),
        new("POST", Challenge, 404, async (world, method) => Asked(world, method, Challenge, await HookAsync(world), new string('0', 32))),
        new("POST", Challenge, 409, async (world, method) => Asked(world, method, Challenge, await HookAsync(world, hasSecret: false))),
        new("POST", Challenge, 409, async (world, method) => Asked(world, method, Challenge, await world.FollowAsync())),
        new("POST", Challenge, 422, async (world, method) => Asked(world, method, Challenge, await HookAsync(world, Failing))),
        new("POST", Challenge, 429, async (world, method) =>
        {
            var own = await HookAsync(world);
            using var first = await world.Head.SendAsync(Asked(world, method, Challenge, own));
            return Asked(world, method, Challenge, own);
        }),
        new("POST", Secret, 200, async (world, method) => Asked(world, method, Secret, await HookAsync(world))),
        new("POST", Secret, 404, async (world, method) => Asked(world, method, Secret, await HookAsync(world), new string('0', 32))),
        new("POST", Secret, 409, async (world, method) => Asked(world, method, Secret, await world.FollowAsync())),
        new("POST", Secret, 409, async (world, method) =>
        {
            var own = await HookAsync(world, hasSecret: false);
            var others = Enumerable.Range(0, SubscriberWebhooks.MaxUrls).Select(n => WebhookUrl.Parse($"https://hooks.example.com/{n}"));
            await WriteAsync(world, SubscriberWebhooks.New(own.Subscriber).WithSecretsFor(others, world.Head.Now));
            return Asked(world, method, Secret, own);
        }),
        new("POST", "/manage", 200, async (world, _) => Pressed(world, "secret", await HookAsync(world))),
        new("POST", "/manage", 200, async (world, _) => Pressed(world, "verify", await HookAsync(world))),
        new("POST", "/manage", 409, async (world, _) => Pressed(world, "verify", await world.FollowAsync())),
        new("POST", "/manage", 422, async (world, _) => Pressed(world, "verify", await HookAsync(world, Failing))),
    ];

    private static async Task<Subscription> HookAsync(World world, string host = "hooks.example.com", bool hasSecret = true)
    {
        var byMail = Some.Subscription($"reader{world.Next()}@example.com", confirmedAt: world.Head.Now);
        var own = await world.WriteAsync(Some.Hooked(byMail, WebhookUrl.Parse($"https://{host}/tipstaff")) with { VerifiedAt = null });
        if (hasSecret)
        {
            await WriteAsync(world, SubscriberWebhooks.New(own.Subscriber).WithSecretsFor([own.Webhook!], world.Head.Now));
        }

        return own;
    }

    private static async Task WriteAsync(World world, SubscriberWebhooks webhooks) =>
        Assert.True(await world.Head.RunAsync(() => world.Get<IWebhookEndpoints>().TryWriteAsync(webhooks, default)));

    private static HttpRequestMessage Asked(World world, string method, string path, Subscription own, string? id = null) =>
        world.Owned(World.Plain(method, path.Replace("{id}", id ?? own.Id.Value, StringComparison.Ordinal)), own);

    private static HttpRequestMessage Pressed(World world, string button, Subscription own) => World.Form(
        "/manage",
        [KeyValuePair.Create("token", world.Token(LinkPurpose.Manage, own.Subscriber.Value)), KeyValuePair.Create("do", button), KeyValuePair.Create("id", own.Id.Value)]);
}
