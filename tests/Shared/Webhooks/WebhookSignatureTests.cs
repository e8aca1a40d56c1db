using System.Text;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookSignatureTests
{
    // The vector that the libraries of Standard Webhooks are tested by.
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Foreign = "v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.ASCII.GetBytes("""{"test": 2432232314}""");
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    private static readonly WebhookSecret Other = WebhookSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    [Fact]
    public void Sign_ThePublishedVector_GivesThePublishedSignature()
    {
        Assert.Equal(Published, WebhookSignature.Sign(Id, At.AddMilliseconds(999), Body, Secret));
        Assert.Equal(Timestamp, WebhookSignature.Seconds(At.AddMilliseconds(999)));
    }

    [Fact]
    public void Sign_TwoSecrets_GivesASignatureOfEachInOrder()
    {
        var signatures = WebhookSignature.Sign(Id, At, Body, Other, Secret).Split(' ');

        Assert.Equal([WebhookSignature.Sign(Id, At, Body, Other), Published], signatures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("msg_1.1614265330")]
    public void Sign_AnIdThatContentCouldRunInto_Throws(string id) => Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(id, At, Body, Secret));

    [Fact]
    public void Sign_WithoutASecret_Throws() => Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(Id, At, Body));

    [Theory]
    [InlineData(Published, SignatureVerdict.Genuine)]
    [InlineData($"{Foreign} v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== {Published} {Foreign}", SignatureVerdict.Genuine)]
    [InlineData(Foreign, SignatureVerdict.Forged)]
    [InlineData("v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SignatureVerdict.Forged)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SignatureVerdict.Forged)]
    [InlineData("v1,g0hM9SsE", SignatureVerdict.Forged)]
    [InlineData("v1,", SignatureVerdict.Forged)]
    [InlineData("v1,ggggggggggggggggggggggggggggggggggggggggééé=", SignatureVerdict.Forged)]
    [InlineData("", SignatureVerdict.Incomplete)]
    [InlineData(null, SignatureVerdict.Incomplete)]
    public void Verify_Signatures_AreTriedOneByOne(string? signatures, SignatureVerdict verdict) =>
        Assert.Equal(verdict, WebhookSignature.Verify(Id, Timestamp, signatures, Body, At, Secret));

    [Theory]
    [InlineData(-301, SignatureVerdict.Stale)]
    [InlineData(-300, SignatureVerdict.Genuine)]
    [InlineData(300, SignatureVerdict.Genuine)]
    [InlineData(301, SignatureVerdict.Stale)]
    public void Verify_AtTheBordersOfTheTolerance_EndsThere(int seconds, SignatureVerdict verdict) =>
        Assert.Equal(verdict, WebhookSignature.Verify(Id, Timestamp, Published, Body, At.AddSeconds(seconds), Secret));

    [Theory]
    [InlineData(null, Timestamp, SignatureVerdict.Incomplete)]
    [InlineData("", Timestamp, SignatureVerdict.Incomplete)]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJe.k", Timestamp, SignatureVerdict.Incomplete)]
    [InlineData("msg_p5jXN8AQM9LWM0D4loKWxJel", Timestamp, SignatureVerdict.Forged)]
    [InlineData(Id, null, SignatureVerdict.Incomplete)]
    [InlineData(Id, "hello", SignatureVerdict.Incomplete)]
    [InlineData(Id, "-1614265330", SignatureVerdict.Incomplete)]
    [InlineData(Id, "1614265330.0", SignatureVerdict.Incomplete)]
    [InlineData(Id, "99999999999999999999", SignatureVerdict.Incomplete)]
    [InlineData(Id, "9223372036854775807", SignatureVerdict.Forged)]
    [InlineData(Id, "1614265331", SignatureVerdict.Forged)]
    public void Verify_AnotherIdOrTime_IsNotGenuine(string? id, string? timestamp, SignatureVerdict verdict) =>
        Assert.Equal(verdict, WebhookSignature.Verify(id, timestamp, Published, Body, At, Secret));

    [Fact]
    public void Verify_AnotherBodyOrSecret_IsForged()
    {
        Assert.Equal(SignatureVerdict.Forged, WebhookSignature.Verify(Id, Timestamp, Published, [.. Body, (byte)'\n'], At, Secret));
        Assert.Equal(SignatureVerdict.Forged, WebhookSignature.Verify(Id, Timestamp, Published, Body, At, Other));
        Assert.Equal(SignatureVerdict.Genuine, WebhookSignature.Verify(Id, Timestamp, Published, Body, At, Other, Secret));
    }

    [Fact]
    public void Verify_EndlessSignatures_AreNotAllTried()
    {
        var filler = string.Join(' ', Enumerable.Repeat(Foreign, 15));

        Assert.Equal(SignatureVerdict.Genuine, WebhookSignature.Verify(Id, Timestamp, $"{filler} {Published}", Body, At, Secret));
        Assert.Equal(SignatureVerdict.Forged, WebhookSignature.Verify(Id, Timestamp, $"{filler} {Foreign} {Published}", Body, At, Secret));
    }
}
