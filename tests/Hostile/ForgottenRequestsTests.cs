using Tipstaff.Idempotency;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>What is remembered of requests is forgotten once its time is over, by the heads' own loops.</summary>
public sealed class ForgottenRequestsTests
{
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Requests_TheirTimeIsOver_AreForgottenAndOthersNot(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        var (old, young) = (new string('a', 32), new string('b', 32));
        await head.RunAsync(async () =>
        {
            await head.Service<INonces>().TryUseAsync("newsroom", "old", head.Now + Time, default);
            await head.Service<INonces>().TryUseAsync("newsroom", "young", head.Now.AddDays(1), default);
            return await head.Service<IKeyedRequests>().TryWriteAsync(Request(old, head.Now + Time), default)
                && await head.Service<IKeyedRequests>().TryWriteAsync(Request(young, head.Now.AddDays(1)), default);
        });
        Assert.NotNull(await FindAsync(old));

        // A loop's turn comes when its thread gets to it: on virtual time at once, else soon.
        head.Advance(Time + TimeSpan.FromMinutes(6));
        await Until.TrueAsync(() => FindAsync(old).Result is null, () => $"It is still there in {name}.");

        Assert.NotNull(await FindAsync(young));
        Assert.True(await head.RunAsync(() => head.Service<INonces>().TryUseAsync("newsroom", "old", head.Now.AddDays(1), default)));
        Assert.False(await head.RunAsync(() => head.Service<INonces>().TryUseAsync("newsroom", "young", head.Now.AddDays(1), default)));

        Task<KeyedRequest?> FindAsync(string key) => head.RunAsync(() => head.Service<IKeyedRequests>().FindAsync(key, default));
    }

    private static KeyedRequest Request(string key, DateTimeOffset until) => new() { Key = key, Body = new string('0', 32), Until = until, ClaimedUntil = until };
}
