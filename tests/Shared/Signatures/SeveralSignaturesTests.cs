using Microsoft.Extensions.Options;
using Tipstaff.Signatures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Signatures;

/// <summary>Requests with several signatures that are good, as while a key is rotated: they count once, whichever of them is left.</summary>
public sealed class SeveralSignaturesTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly InMemoryNonces _nonces = new();

    [Theory]
    [InlineData("old new", "old")]
    [InlineData("old new", "new")]
    [InlineData("old new", "new old")]
    [InlineData("old", "old new")]
    [InlineData("new", "old new")]
    public async Task RunAsync_SignedTwiceAndSentAgain_IsRefusedWhicheverSignatureIsLeft(string sent, string again)
    {
        Assert.IsType<Verification.Verified>(await VerifyAsync(SignedTwice(sent)));

        Assert.Equal(SignatureFault.Replayed, await FaultAsync(SignedTwice(again)));
        Assert.Equal(SignatureFault.Replayed, await FaultAsync(SignedTwice("old")));
        Assert.Equal(SignatureFault.Replayed, await FaultAsync(SignedTwice("new")));
    }

    // Both may be refused: then it is signed anew.
    [Theory]
    [InlineData("old new", "old new")]
    [InlineData("old new", "new old")]
    public async Task RunAsync_CopiesAtOnce_NoTwoGetThrough(string one, string other)
    {
        using var step = new NoncesInStep(_nonces, copies: 2);

        var copies = await Task.WhenAll(new[] { one, other }.Select(labels => Task.Run(() => VerifyAsync(SignedTwice(labels), step))));

        Assert.True(copies.OfType<Verification.Verified>().Count() <= 1);
        Assert.Equal(2, _nonces.Used.Count);
    }

    [Fact]
    public async Task RunAsync_OneNonceForTwoSignaturesOfAKey_IsUsedUpOnceUntilTheLaterIsTooOld()
    {
        var request = new SomeSigned().Signed(label: "early", created: Some.Monday9Am.AddMinutes(-5)).Signed(label: "late", created: Some.Monday9Am.AddMinutes(5));

        Assert.IsType<Verification.Verified>(await VerifyAsync(request));

        Assert.Equal(Some.Monday9Am.AddMinutes(11), Assert.Single(_nonces.Used).Value);
    }

    [Fact]
    public async Task RunAsync_SignatureOfOursThatWouldBeGoodLater_RefusesThoseBesideIt()
    {
        var early = new SomeSigned().Signed(label: "early", nonce: "nonce-2", created: Some.Monday9Am.AddSeconds(301));

        Assert.Equal(SignatureFault.InTheFuture, await FaultAsync(early.Signed()));

        Assert.Empty(_nonces.Used);
    }

    private static SomeSigned SignedTwice(string labels) => labels.Split(' ').Aggregate(
        new SomeSigned(),
        (request, label) => label == "old" ? request.Signed(label: label) : request.Signed(SomeSigned.Ecdsa, label: label, nonce: "nonce-2"));

    private async Task<SignatureFault> FaultAsync(SomeSigned request) => Assert.IsType<Verification.Refused>(await VerifyAsync(request)).Fault;

    private Task<Verification> VerifyAsync(SomeSigned request, INonces? nonces = null) =>
        new VerifyRequest(new KeyRing(SomeSigned.Keys), nonces ?? _nonces, Options.Create(new SignatureOptions()), _clock)
            .RunAsync(request.Message, TestContext.Current.CancellationToken);

    /// <summary>Lets the copies of a request use up their nonces in step: each its first, then each its second.</summary>
    private sealed class NoncesInStep(INonces inner, int copies) : INonces, IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly Barrier _step = new(copies);

        public Task<bool> TryUseAsync(string keyId, string nonce, DateTimeOffset until, CancellationToken cancellationToken)
        {
            Assert.True(_step.SignalAndWait(Patience, cancellationToken), "A copy left a nonce unused.");
            return inner.TryUseAsync(keyId, nonce, until, cancellationToken);
        }

        public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => inner.ForgetAsync(now, max, cancellationToken);

        public void Dispose() => _step.Dispose();
    }
}
