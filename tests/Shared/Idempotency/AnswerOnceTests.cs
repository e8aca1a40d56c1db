using System.Text;
using Tipstaff.Idempotency;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Idempotency;

public sealed class AnswerOnceTests
{
    private const string Client = "192.0.2.1";

    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryKeyedRequests _requests = new();
    private readonly AnswerOnce _once;
    private int _done;

    public AnswerOnceTests() => _once = new AnswerOnce(_requests, new InstallationSecret(Some.Key), _clock);

    [Fact]
    public async Task RunAsync_SameKeyAndBody_IsDoneOnceAndAnsweredTheSame()
    {
        var first = await RunAsync();
        _clock.Advance(KeyedRequest.HonouredFor - TimeSpan.FromTicks(1));

        var again = await RunAsync();

        Assert.Equal(new KeyedOutcome.Answered(new KeptAnswer(202, "answer 1")), first);
        Assert.Equal(first, again);
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task RunAsync_OtherBody_IsRefusedAndNotDone()
    {
        await RunAsync();

        Assert.IsType<KeyedOutcome.OtherBody>(await RunAsync(body: "other"));
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task RunAsync_OtherKeyOrClient_IsAnotherRequest()
    {
        await RunAsync();

        await RunAsync(key: "key-2");
        await RunAsync(client: "192.0.2.2");

        Assert.Equal(3, _done);
    }

    [Fact]
    public async Task RunAsync_AfterADay_IsANewRequest()
    {
        await RunAsync();
        _clock.Advance(KeyedRequest.HonouredFor);

        var other = await RunAsync(body: "other");

        Assert.Equal(new KeyedOutcome.Answered(new KeptAnswer(202, "answer 2")), other);
        Assert.IsType<KeyedOutcome.OtherBody>(await RunAsync());
    }

    [Fact]
    public async Task RunAsync_WhileTheFirstIsUnderWay_SaysHowLongToWait()
    {
        var held = new TaskCompletionSource();
        var first = RunAsync(work: held.Task);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var second = await RunAsync();
        held.SetResult();

        Assert.Equal(new KeyedOutcome.UnderWay(TimeSpan.FromSeconds(10)), second);
        Assert.Equal(await first, await RunAsync());
        Assert.Equal(1, _done);
    }

    [Fact]
    public async Task RunAsync_FirstDied_BlocksForNoLongerThanItsLease()
    {
        await Assert.ThrowsAsync<IOException>(() => RunAsync(work: Task.FromException(new IOException())));
        Assert.IsType<KeyedOutcome.UnderWay>(await RunAsync());
        Assert.IsType<KeyedOutcome.OtherBody>(await RunAsync(body: "other"));
        _clock.Advance(KeyedRequest.Lease);

        Assert.IsType<KeyedOutcome.Answered>(await RunAsync());
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_AreDoneOnce()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => RunAsync())));

        Assert.Equal(1, _done);
        Assert.All(outcomes, outcome => Assert.True(outcome is KeyedOutcome.Answered or KeyedOutcome.UnderWay));
    }

    [Fact]
    public async Task RunAsync_WhatIsKept_IsHashesOfThisInstallation()
    {
        await RunAsync(body: "ada@example.com");

        var kept = Assert.Single(_requests.All);
        Assert.True(ContentKey.IsWellFormed(kept.Key) && ContentKey.IsWellFormed(kept.Body));
        var elsewhere = new InMemoryKeyedRequests();
        await new AnswerOnce(elsewhere, new InstallationSecret([.. Some.Key.Reverse()]), _clock)
            .RunAsync(Client, Key("key-1"), "ada@example.com"u8.ToArray(), _ => Task.FromResult(new KeptAnswer(202, "")), default);
        Assert.NotEqual(kept.Body, Assert.Single(elsewhere.All).Body);
    }

    [Fact]
    public async Task ForgetAsync_OverAndNot_TakesWhatIsOver()
    {
        var nonces = new InMemoryNonces();
        var forget = new ForgetRequests(nonces, _requests, _clock);
        for (var n = 0; n < 1_200; n++)
        {
            await nonces.TryUseAsync("ada", $"{n}", _clock.GetUtcNow().AddMinutes(6), default);
            await RunAsync(key: $"{n}");
        }

        Assert.Equal(0, await forget.RunAsync(default));
        _clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1_200, await forget.RunAsync(default));
        _clock.Advance(KeyedRequest.HonouredFor - TimeSpan.FromMinutes(6));
        Assert.Equal(1_200, await forget.RunAsync(default));
        Assert.Empty(_requests.All);
    }

    private static ClientKey Key(string text) => ClientKey.TryParse(text, out var key) ? key : throw new FormatException();

    private Task<KeyedOutcome> RunAsync(string client = Client, string key = "key-1", string body = "body", Task? work = null) => _once.RunAsync(
        client,
        Key(key),
        Encoding.UTF8.GetBytes(body),
        async _ =>
        {
            await (work ?? Task.CompletedTask);
            return new KeptAnswer(202, $"answer {Interlocked.Increment(ref _done)}");
        },
        TestContext.Current.CancellationToken);
}
