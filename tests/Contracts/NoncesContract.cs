using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>The promises of <see cref="INonces"/>.</summary>
public abstract class NoncesContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Until = Some.Monday9Am.AddMinutes(6);

    private (INonces Nonces, IDisposable? Owner)? _store;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    public async Task TryUseAsync_SameNonceAgain_IsRefused()
    {
        Assert.True(await UseAsync("ada", "nonce"));

        Assert.False(await UseAsync("ada", "nonce"));
        Assert.False(await _store!.Value.Nonces.TryUseAsync("ada", "nonce", Until.AddMinutes(1), Token));
        Assert.False(await _store!.Value.Nonces.TryUseAsync("ada", "nonce", Until.AddMinutes(-1), Token));
    }

    [Fact]
    public async Task TryUseAsync_AnythingElse_IsAnotherNonce()
    {
        Assert.True(await UseAsync("ada", "nonce"));

        Assert.True(await UseAsync("grace", "nonce"));
        Assert.True(await UseAsync("ada", "Nonce"));
        Assert.True(await UseAsync("ada", "nonce "));
        Assert.True(await UseAsync("adan", "once"));
        Assert.True(await UseAsync("ad", "anonce"));
    }

    [Theory]
    [InlineData("/\\#?%'\"")]
    [InlineData(" ")]
    [InlineData("..")]
    [InlineData("~!$&()*+,-.:;<=>@[]^_`{|}")]
    public async Task TryUseAsync_CharactersThatStoresDislike_AreTakenOnce(string nonce)
    {
        Assert.True(await UseAsync("ada", nonce));

        Assert.False(await UseAsync("ada", nonce));
    }

    [Fact]
    public async Task TryUseAsync_LongestNonces_AreToldApart()
    {
        Assert.True(await UseAsync(new string('k', 64), new string('n', 255) + "1"));

        Assert.True(await UseAsync(new string('k', 64), new string('n', 255) + "2"));
        Assert.False(await UseAsync(new string('k', 64), new string('n', 255) + "1"));
    }

    [Fact]
    public async Task TryUseAsync_ManyAtOnce_OneWins()
    {
        var wins = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => UseAsync("ada", "contested"), Token)));

        Assert.Single(wins, won => won);
    }

    [Fact]
    public async Task ForgetAsync_SomeOver_TakesThoseAndNoMoreThanAsked()
    {
        foreach (var n in Enumerable.Range(1, 5))
        {
            await _store!.Value.Nonces.TryUseAsync("ada", $"nonce-{n}", Until.AddHours(n), Token);
        }

        Assert.Equal(0, await ForgetAsync(Until.AddHours(1).AddTicks(-1), 10));
        Assert.Equal(2, await ForgetAsync(Until.AddHours(3), 2));
        Assert.True(await UseAsync("ada", "nonce-1"));
        Assert.False(await UseAsync("ada", "nonce-3"));
        Assert.Equal(2, await ForgetAsync(Until.AddHours(3), 10));
        Assert.True(await UseAsync("ada", "nonce-3"));
        Assert.False(await UseAsync("ada", "nonce-4"));
    }

    private Task<int> ForgetAsync(DateTimeOffset now, int max) => _store!.Value.Nonces.ForgetAsync(now, max, Token);

    private protected abstract (INonces Nonces, IDisposable? Owner) Open();

    private Task<bool> UseAsync(string keyId, string nonce) => _store!.Value.Nonces.TryUseAsync(keyId, nonce, Until, Token);
}
