using Tipstaff.Idempotency;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="IKeyedRequests"/>.</summary>
public abstract class KeyedRequestsContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private (IKeyedRequests Requests, IDisposable? Owner)? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IKeyedRequests Requests => _store!.Value.Requests;

    // Opening may wait for a server: a test's own threads, all at once at the door, would leave none to wait with.
    public ValueTask InitializeAsync()
    {
        _store = Open();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _store?.Owner?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryWriteAsync_ClaimAndThenAnswer_ComesBackWithEveryField()
    {
        var claim = Request("a");
        Assert.True(await Requests.TryWriteAsync(claim, Token));
        Assert.Equal(claim with { Version = 1 }, await Requests.FindAsync(claim.Key, Token));

        var answered = claim with { Version = 1, Answer = new KeptAnswer(202, """{"query":"“Doe” & Söhne"}""") };
        Assert.True(await Requests.TryWriteAsync(answered, Token));

        Assert.Equal(answered with { Version = 2 }, await Requests.FindAsync(claim.Key, Token));
        Assert.Null(await Requests.FindAsync(Request("b").Key, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        var stored = Request("a");
        await Requests.TryWriteAsync(stored, Token);

        Assert.False(await Requests.TryWriteAsync(stored with { Version = version, Answer = new KeptAnswer(202, "{}") }, Token));

        Assert.Null((await Requests.FindAsync(stored.Key, Token))!.Answer);
    }

    [Fact]
    public async Task TryWriteAsync_ManyAtOnce_OneWins()
    {
        var wins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Requests.TryWriteAsync(Request("contested"), Token), Token)));

        Assert.Single(wins, won => won);
    }

    [Fact]
    public async Task ForgetAsync_SomeOver_TakesThoseAndNoMoreThanAsked()
    {
        var requests = Enumerable.Range(1, 5).Select(n => Request($"{n}", Now.AddHours(n))).ToList();
        foreach (var request in requests)
        {
            await Requests.TryWriteAsync(request, Token);
        }

        Assert.Equal(0, await Requests.ForgetAsync(Now.AddHours(1).AddTicks(-1), 10, Token));
        Assert.Equal(2, await Requests.ForgetAsync(Now.AddHours(3), 2, Token));
        Assert.Equal([false, false, true, true, true], await AreKnownAsync(requests));
        Assert.Equal(1, await Requests.ForgetAsync(Now.AddHours(3), 10, Token));
        Assert.Equal([false, false, false, true, true], await AreKnownAsync(requests));
    }

    [Fact]
    public async Task ForgetAsync_WrittenAnewForLonger_Keeps()
    {
        var request = Request("a", Now.AddHours(1));
        await Requests.TryWriteAsync(request, Token);
        Assert.True(await Requests.TryWriteAsync(request with { Version = 1, Until = Now.AddHours(3) }, Token));

        await Requests.ForgetAsync(Now.AddHours(2), 10, Token);

        Assert.Equal([true], await AreKnownAsync([request]));
        await Requests.ForgetAsync(Now.AddHours(3), 10, Token);
        Assert.Equal([false], await AreKnownAsync([request]));
    }

    private protected abstract (IKeyedRequests Requests, IDisposable? Owner) Open();

    private static KeyedRequest Request(string key, DateTimeOffset? until = null) => new()
    {
        Key = ContentKey.Of(key),
        Body = ContentKey.Of("body"),
        Until = until ?? Now.AddHours(24).AddTicks(1),
        ClaimedUntil = Now.AddSeconds(15),
    };

    private async Task<IReadOnlyList<bool>> AreKnownAsync(IEnumerable<KeyedRequest> requests)
    {
        var known = new List<bool>();
        foreach (var request in requests)
        {
            known.Add(await Requests.FindAsync(request.Key, Token) is not null);
        }

        return known;
    }
}
