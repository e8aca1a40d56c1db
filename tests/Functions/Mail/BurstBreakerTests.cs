using Microsoft.Extensions.Logging.Abstractions;
using Polly.CircuitBreaker;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Tests.Contracts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class BurstBreakerTests
{
    private static readonly SendOutcome Down = new SendOutcome.Unavailable("no connection");
    private static readonly SendOutcome Fine = new SendOutcome.Accepted("ok");

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly BurstOptions _options = new();
    private readonly BurstBreaker _breaker;

    public BurstBreakerTests() => _breaker = new BurstBreaker(_provider, _options, _clock, NullLogger<BurstBreaker>.Instance);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendAsync_HalfOfEightFailed_HoldsTheNextUntilTheBreakIsOver(bool isUnknown)
    {
        await SendAllAsync([.. Enumerable.Repeat(Fine, 4), .. Enumerable.Repeat(isUnknown ? new SendOutcome.Unknown("lost") : Down, 4)]);

        _clock.Advance(TimeSpan.FromSeconds(5));
        var held = Assert.IsType<SendOutcome.Held>(await SendAsync(Fine));

        Assert.Equal(8, _provider.Mails.Count);
        Assert.Equal(_clock.GetUtcNow() + _options.BreakFor - TimeSpan.FromSeconds(5), held.Until);
        _clock.Advance(_options.BreakFor - TimeSpan.FromSeconds(5));
        Assert.Equal(Fine, await SendAsync(Fine));
    }

    [Fact]
    public async Task SendAsync_FewerCallsOrFewerFailures_HoldsNothing()
    {
        await SendAllAsync(Enumerable.Repeat(Down, 7));
        _clock.Advance(_options.Within * 2);
        await SendAllAsync([.. Enumerable.Repeat(Fine, 6), .. Enumerable.Repeat(Down, 5)]);

        Assert.Equal(18, _provider.Mails.Count);
    }

    [Fact]
    public async Task SendAsync_FailuresFarApart_HoldNothing()
    {
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(Down, await SendAsync(Down));
            _clock.Advance(TimeSpan.FromSeconds(2));
        }
    }

    [Fact]
    public async Task SendAsync_RefusalsAndHolds_AreNoFailures()
    {
        await SendAllAsync(Enumerable.Repeat<SendOutcome>(new SendOutcome.Refused("550 no", RefusalKind.DeadAddress), 20));
        await SendAllAsync(Enumerable.Repeat<SendOutcome>(new SendOutcome.Held("quota", _clock.GetUtcNow().AddMinutes(1)), 20));

        Assert.Equal(Fine, await SendAsync(Fine));
    }

    [Fact]
    public async Task SendAsync_AfterTheBreak_OneCallTriesAndTheOthersAreHeldMeanwhile()
    {
        await SendAllAsync(Enumerable.Repeat(Down, 8));
        _clock.Advance(_options.BreakFor);
        var answer = new TaskCompletionSource();
        _provider.Before = (_, _) => answer.Task;

        var trying = SendAsync(Fine);
        var held = Assert.IsType<SendOutcome.Held>(await SendAsync(Fine));
        answer.SetResult();

        Assert.Equal(Fine, await trying);
        Assert.Equal(Fine, await SendAsync(Fine));
        Assert.InRange(held.Until, _clock.GetUtcNow() + TimeSpan.FromSeconds(1), _clock.GetUtcNow() + _options.BreakFor);
    }

    [Fact]
    public async Task SendAsync_ProviderThrows_ThrowsTheSame()
    {
        var thrown = new InvalidOperationException("a bug");
        _provider.Answer = _ => throw thrown;

        Assert.Same(thrown, await Record.ExceptionAsync(() => _breaker.SendAsync(SomeMail.Of(1), default)));
    }

    [Fact]
    public async Task SendAsync_ProviderThrowsAsThoughItWereBroken_ThrowsTheSame()
    {
        var thrown = new BrokenCircuitException("another's");
        _provider.Answer = _ => throw thrown;

        Assert.Same(thrown, await Record.ExceptionAsync(() => _breaker.SendAsync(SomeMail.Of(1), default)));
    }

    [Fact]
    public async Task SendAsync_WithdrawnOnceItHasBegun_IsSeenThrough()
    {
        using var withdrawn = new CancellationTokenSource();
        var answer = new TaskCompletionSource();
        _provider.Before = (_, _) => answer.Task;

        var sending = _breaker.SendAsync(SomeMail.Of(1), withdrawn.Token);
        await withdrawn.CancelAsync();
        answer.SetResult();

        Assert.Equal(Fine, await sending);
    }

    [Fact]
    public async Task SendAsync_OthersUnderWayWhenItBreaks_AreSeenThrough()
    {
        var answer = new TaskCompletionSource();
        _provider.Before = (_, _) => answer.Task;
        var slow = _breaker.SendAsync(SomeMail.Of(1), default);
        _provider.Before = (_, _) => Task.CompletedTask;
        await SendAllAsync(Enumerable.Repeat(Down, 8));
        Assert.IsType<SendOutcome.Held>(await SendAsync(Fine));
        _provider.Answer = _ => Fine;

        answer.SetResult();

        Assert.Equal(Fine, await slow);
    }

    [Fact]
    public async Task UpcheckAsync_WhileItIsBroken_AsksTheProvider()
    {
        await SendAllAsync(Enumerable.Repeat(Down, 8));

        Assert.True(await _breaker.UpcheckAsync(default));
        Assert.Equal(1, _provider.Upchecks);
    }

    private async Task SendAllAsync(IEnumerable<SendOutcome> answers)
    {
        foreach (var answer in answers)
        {
            Assert.Equal(answer, await SendAsync(answer));
        }
    }

    private Task<SendOutcome> SendAsync(SendOutcome answer)
    {
        _provider.Answer = _ => answer;
        return _breaker.SendAsync(SomeMail.Of(_provider.Mails.Count), default);
    }
}

public sealed class BurstBreakerContractTests : MailProviderContract
{
    private readonly ScriptedMailProvider _provider = new();
    private readonly BurstBreaker _breaker;

    public BurstBreakerContractTests() => _breaker = new BurstBreaker(_provider, new BurstOptions(), new ManualTimeProvider(), NullLogger<BurstBreaker>.Instance);

    private protected override IMailProvider Provider => _breaker;

    private protected override Task<IReadOnlyList<string>> KeptAsync() =>
        Task.FromResult<IReadOnlyList<string>>([.. _provider.Mails.Select(mail => mail.MessageId)]);
}
