using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="ICanaryLog"/>.</summary>
public abstract class CanaryLogContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly IdempotencyKey Message = IdempotencyKey.Of(Some.Alert().Id);

    private (ICanaryLog Log, IDisposable? Owner)? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ICanaryLog Log => _store!.Value.Log;

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
    public async Task TryWriteAsync_EveryField_ComesBack()
    {
        var full = CanaryRecord.New(Now.AddTicks(1)) with
        {
            JudgedTo = Now.AddTicks(2),
            Entries = [new CanaryEntry(Now, Message, Now.AddTicks(3), ArrivedAt: null), new CanaryEntry(Now.AddMinutes(5), Message, Now.AddTicks(4), Now.AddTicks(5))],
            Reports = [new CanaryReport(Message, Now.AddTicks(6))],
            Last = new CanaryArrival(Now, Now.AddTicks(7)),
        };

        Assert.True(await Log.TryWriteAsync(full, Token));

        StoreContract.AssertSame(full with { Version = 1 }, await Log.FindAsync(Token));
    }

    [Fact]
    public async Task FindAsync_NothingWritten_IsNull() => Assert.Null(await Log.FindAsync(Token));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task TryWriteAsync_OtherVersion_WritesNothing(long version)
    {
        await Log.TryWriteAsync(CanaryRecord.New(Now), Token);

        Assert.False(await Log.TryWriteAsync(CanaryRecord.New(Now.AddDays(1)) with { Version = version }, Token));

        Assert.Equal(Now, (await Log.FindAsync(Token))!.Since);
    }

    [Fact]
    public async Task TryWriteAsync_ManyAtOnce_OneWins()
    {
        var wins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Log.TryWriteAsync(CanaryRecord.New(Now), Token), Token)));

        Assert.Single(wins, won => won);
    }

    private protected abstract (ICanaryLog Log, IDisposable? Owner) Open();
}
