using Microsoft.Extensions.Options;
using Tipstaff.Limits;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Limits;

public sealed class EvenAnswersTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _clock = new();

    [Theory]
    [InlineData(0, 250)]
    [InlineData(1, 250)]
    [InlineData(249, 250)]
    [InlineData(250, 500)]
    [InlineData(251, 500)]
    [InlineData(1_234, 1_250)]
    public async Task RunAsync_WorkOfAnyLength_IsAnsweredAtAMultiple(int milliseconds, int answered)
    {
        var answer = Even(Every).RunAsync(
            _ =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
                return Task.FromResult("done");
            },
            CancellationToken.None);

        _clock.Advance(TimeSpan.FromMilliseconds(answered - milliseconds) - TimeSpan.FromTicks(1));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("done", await answer);
    }

    [Fact]
    public async Task RunAsync_ATimerThatFiresEarly_IsNotBelieved()
    {
        var even = new EvenAnswers(Options.Create(new LimitOptions { AnswerEvery = Every }), new EarlyTimers(_clock));

        var answer = even.RunAsync(_ => Task.FromResult("done"), CancellationToken.None);
        _clock.Advance(Every - EarlyTimers.By);
        await Task.Yield();

        Assert.False(answer.IsCompleted);
        _clock.Advance(EarlyTimers.By);
        Assert.Equal("done", await answer);
    }

    [Fact]
    public async Task RunAsync_WorkThatFails_FailsAsLate()
    {
        var answer = Even(Every).RunAsync<string>(_ => throw new InvalidOperationException("the store is away"), CancellationToken.None);

        Assert.False(answer.IsCompleted);
        _clock.Advance(Every);
        Assert.Equal("the store is away", (await Assert.ThrowsAsync<InvalidOperationException>(() => answer)).Message);
    }

    [Fact]
    public async Task RunAsync_WhoeverLeaves_IsNotWaitedFor()
    {
        using var left = new CancellationTokenSource();
        var answer = Even(Every).RunAsync(_ => Task.FromResult("done"), left.Token);

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task RunAsync_NoTimeSet_AnswersAtOnce() =>
        Assert.Equal("done", await Even(TimeSpan.Zero).RunAsync(_ => Task.FromResult("done"), CancellationToken.None));

    private EvenAnswers Even(TimeSpan every) => new(Options.Create(new LimitOptions { AnswerEvery = every }), _clock);

    /// <summary>A clock whose timers fire early, as those do that count coarser than it.</summary>
    private sealed class EarlyTimers(ManualTimeProvider clock) : TimeProvider
    {
        public static readonly TimeSpan By = TimeSpan.FromMilliseconds(4);

        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, dueTime > By ? dueTime - By : dueTime, period);
    }
}
