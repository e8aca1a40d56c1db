using System.Text;
using Tipstaff.Api;
using Tipstaff.Idempotency;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.OpenApi.Exercises;

/// <summary><c>/api/subscriptions</c> and <c>/api/subscribers/me</c>.</summary>
internal static class SubscriptionExercises
{
    private const string Asked = "/api/subscriptions";
    private const string One = "/api/subscriptions/{id}";
    private const string Case = """{"email":"ada@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";

    private static readonly string TooLong = $$"""{"query":"{{new string('x', 20_000)}}"}""";

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new("POST", Asked, 202, (_, method) => World.Json(method, Asked, Case)),
        new("POST", Asked, 202, (_, method) => World.Json(method, Asked, """{"email":"grace@example.com","court":"ca9","cadence":"weekly","digestHour":6,"digestDay":"friday","digestTimeZone":"America/Chicago","include":["opinion"],"exclude":[],"channel":"email"}""")),
        new("POST", Asked, 202, (world, method) => World.Json(method, Asked, """{"email":"eve@example.com","query":"acme \"john doe\""}""", (ClientKey.Field, $"\"key-{world.Next()}\""))),
        new("POST", Asked, 400, (_, method) => World.Json(method, Asked, """{"email":"nobody","court":"nowhere","docketNumber":7,"colour":"red"}""")),
        new("POST", Asked, 400, (_, method) => World.Json(method, Asked, "{")),
        new("POST", Asked, 400, (_, method) => World.Json(method, Asked, Case, (ClientKey.Field, "a b"))),
        new("POST", Asked, 413, (_, method) => World.Json(method, Asked, TooLong)),
        new("POST", Asked, 415, (_, method) => Text(World.Plain(method, Asked))),
        new("POST", Asked, 422, async (world, method) =>
        {
            var key = (ClientKey.Field, $"\"key-{world.Next()}\"");
            using var first = await world.Head.SendAsync(World.Json(method, Asked, Case, key));
            return World.Json(method, Asked, """{"email":"eve@example.com","court":"nysd"}""", key);
        }),

        new("GET", Asked, 200, async (world, method) =>
        {
            var own = await world.FollowAsync();
            foreach (var change in new Func<Subscription, Subscription>[] { one => one with { Cadence = Cadence.Weekly }, one => one with { PausedAt = Some.Monday9Am }, one => one.Ended(Some.Monday9Am) })
            {
                await world.WriteAsync(change(await world.Head.FollowAsync(own.Address.Value, $"1:26-cv-{world.Next():D5}")));
            }

            await world.WriteAsync(Some.Subscription(own.Address.Value, docket: $"1:26-cv-{world.Next():D5}", confirmed: false));
            return world.Owned(World.Plain(method, Asked), own);
        }),
        new("GET", Asked, 200, async (world, method) =>
        {
            var own = await world.FollowAsync();
            await world.Head.FollowAsync(own.Address.Value, $"1:26-cv-{world.Next():D5}");
            return world.Owned(World.Plain(method, $"{Asked}?limit=1"), own);
        }),
        new("GET", Asked, 304, async (world, method) =>
        {
            var own = await world.FollowAsync();
            using var read = await world.Head.SendAsync(world.Owned(World.Plain(method, Asked), own));
            return world.Owned(World.Plain(method, Asked, ("If-None-Match", read.Headers.ETag!.ToString())), own);
        }),
        new("GET", Asked, 400, async (world, method) => world.Owned(World.Plain(method, $"{Asked}?limit=0"), await world.FollowAsync())),
        new("GET", Asked, 400, async (world, method) => world.Owned(World.Plain(method, $"{Asked}?cursor=x"), await world.FollowAsync())),

        new("GET", One, 200, (world, method) => OneAsync(world, method)),
        new("GET", One, 200, async (world, method) =>
        {
            var own = await world.FollowAsync();
            return world.Signed(method, $"{Asked}/{own.Id}?subscriber={own.Subscriber}");
        }),
        new("GET", One, 304, (world, method) => OneAsync(world, method, header: own => ("If-None-Match", EntityTags.Of(own)))),
        new("GET", One, 404, (world, method) => OneAsync(world, method, id: new string('0', 32))),

        new("PATCH", One, 200, (world, method) => OneAsync(world, method, """{"cadence":"daily","digestHour":7,"exclude":["notice of appearance"],"paused":false}""")),
        new("PATCH", One, 200, (world, method) => OneAsync(world, method, """{"paused":true}""", header: own => ("If-Match", EntityTags.Of(own)))),
        new("PATCH", One, 400, (world, method) => OneAsync(world, method, """{"cadence":"yearly"}""")),
        new("PATCH", One, 404, (world, method) => OneAsync(world, method, """{"paused":true}""", id: new string('0', 32))),
        new("PATCH", One, 409, async (world, method) =>
        {
            var ended = await world.WriteAsync((await world.FollowAsync()).Ended(Some.Monday9Am));
            return world.Owned(World.Json(method, $"{Asked}/{ended.Id}", """{"cadence":"daily"}"""), ended);
        }),
        new("PATCH", One, 412, (world, method) => OneAsync(world, method, """{"paused":true}""", header: _ => ("If-Match", "\"7\""))),
        new("PATCH", One, 413, (world, method) => OneAsync(world, method, TooLong)),
        new("PATCH", One, 415, async (world, method) => Text(await OneAsync(world, method))),

        new("DELETE", One, 204, (world, method) => OneAsync(world, method)),
        new("DELETE", One, 404, (world, method) => OneAsync(world, method, id: new string('0', 32))),
        new("DELETE", One, 412, (world, method) => OneAsync(world, method, header: _ => ("If-Match", "\"7\""))),

        new("GET", "/api/subscribers/me/export", 200, async (world, method) =>
        {
            var address = $"reader{world.Next()}@example.com";
            await world.Head.RunAsync(() => world.Get<Subscribe>().RunAsync(Some.Request(address, "nysd", "1:26-cv-01234")!, default));
            var own = Assert.Single(await world.Head.OfAsync(address));
            return world.Owned(World.Plain(method, "/api/subscribers/me/export"), own);
        }),
        new("DELETE", "/api/subscribers/me", 204, async (world, method) => world.Owned(World.Plain(method, "/api/subscribers/me"), await world.FollowAsync())),
    ];

    private static async Task<HttpRequestMessage> OneAsync(
        World world, string method, string? json = null, Func<Subscription, (string Name, string Value)>? header = null, string? id = null)
    {
        var own = await world.FollowAsync();
        var path = $"{Asked}/{id ?? own.Id.Value}";
        (string, string)[] headers = header is null ? [] : [header(own)];
        return world.Owned(json is null ? World.Plain(method, path, headers) : World.Json(method, path, json, headers), own);
    }

    private static HttpRequestMessage Text(HttpRequestMessage request)
    {
        request.Content = new StringContent("{}", Encoding.UTF8, "text/plain");
        return request;
    }
}
