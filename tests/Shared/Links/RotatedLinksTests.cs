using System.Buffers.Text;
using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Links;

/// <summary>Links around the moments at which another key takes a key's place.</summary>
public sealed class RotatedLinksTests
{
    private const string Subject = "00112233445566778899aabbccddeeff";

    // HMAC-SHA256 under HKDF-SHA256(HKDF-SHA256(secret, "link tokens"), "links"), until 2027-03-01: as it was before there were rotations.
    private const string BeforeRotations = "AQMAAAAAa4S1AAARIjNEVWZ3iJmqu8zd7v-vzY-Wv9j4Jx2JWI7jT7LK";

    private static readonly DateTimeOffset T0 = Some.Monday9Am;
    private static readonly DateTimeOffset Expiry = T0.AddDays(400);

    // The second takes over after 10 days, the third after 20, the fourth after 100.
    private static readonly LinkKey[] Further = [SomeLinks.Key(1, T0.AddDays(10)), SomeLinks.Key(2, T0.AddDays(20)), SomeLinks.Key(3, T0.AddDays(100))];

    private readonly LinkTokens _tokens = SomeLinks.Tokens(Further);

    /// <summary>Minted on which day, brought after how many seconds, what it is then.</summary>
    public static TheoryData<double, double, bool> Moments()
    {
        const double day = 86_400;
        return new()
        {
            { 0, 10 * day, true },
            { 0, (40 * day) - 1, true },
            { 0, 40 * day, false },
            { 0, 399 * day, false },
            { 10, 20 * day, true },
            { 10, (50 * day) - 1, true },
            { 10, 50 * day, false },
            { 19, (50 * day) - 1, true },
            { 19, 50 * day, false },
            { 20, (130 * day) - 1, true },
            { 20, 130 * day, false },
            { 100, (400 * day) - 1, true },
            { 100, 400 * day, false },
        };
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void Read_MintedByAKey_IsGoodForThirtyDaysAfterTheNextTookItsPlace(double mintedOnDay, double readAtSecond, bool isGood)
    {
        var token = _tokens.Mint(LinkPurpose.Unsubscribe, Subject, Expiry, T0.AddDays(mintedOnDay));

        var reading = _tokens.Read(token, LinkPurpose.Unsubscribe, T0.AddSeconds(readAtSecond));

        Assert.Equal(isGood ? new LinkReading.Valid(Subject) : new LinkReading.Expired(), reading);
    }

    [Fact]
    public void Mint_SecondBeforeAndAtTheRotation_IsByTheOldKeyAndTheNew()
    {
        var before = _tokens.Mint(LinkPurpose.Manage, Subject, Expiry, T0.AddDays(10).AddTicks(-1));
        var at = _tokens.Mint(LinkPurpose.Manage, Subject, Expiry, T0.AddDays(10));

        Assert.Equal((56, 60), (before.Length, at.Length));
        Assert.Equal(SomeLinks.Tokens().Mint(LinkPurpose.Manage, Subject, Expiry, T0), before);
    }

    [Theory]
    [InlineData(0, 9.9, 0)]
    [InlineData(0, 10, 0)]
    [InlineData(0, 39.9, 0)]
    [InlineData(0, 40, 40)]
    [InlineData(15, 25, 15)]
    [InlineData(15, 60, 60)]
    public void Mint_IssuedBeforeARotation_IsByTheKeyOfThatMomentWhileItsLinksAreGood(double issuedOnDay, double nowOnDay, double keyOfDay)
    {
        var minted = _tokens.Mint(LinkPurpose.Manage, Subject, Expiry, T0.AddDays(issuedOnDay), T0.AddDays(nowOnDay));

        Assert.Equal(_tokens.Mint(LinkPurpose.Manage, Subject, Expiry, T0.AddDays(keyOfDay)), minted);
    }

    [Fact]
    public void Read_TokenFromBeforeThereWereRotations_IsGood()
    {
        Assert.Equal(new LinkReading.Valid(Subject), SomeLinks.Tokens().Read(BeforeRotations, LinkPurpose.Manage, T0));
        Assert.Equal(new LinkReading.Valid(Subject), _tokens.Read(BeforeRotations, LinkPurpose.Manage, T0.AddDays(20)));
    }

    [Fact]
    public void Read_MintedByAnInstanceWhoseClockIsAhead_IsGood()
    {
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(10));

        Assert.Equal(new LinkReading.Valid(Subject), _tokens.Read(token, LinkPurpose.Confirm, T0.AddDays(10).AddMinutes(-5)));
    }

    [Fact]
    public void Read_KeyThatNobodyKnows_IsInvalid()
    {
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(10));

        Assert.IsType<LinkReading.Invalid>(SomeLinks.Tokens(Further[1..]).Read(token, LinkPurpose.Confirm, T0.AddDays(10)));
        Assert.IsType<LinkReading.Invalid>(SomeLinks.Tokens().Read(token, LinkPurpose.Confirm, T0.AddDays(10)));
    }

    [Fact]
    public void Read_KeyOfTheSameSecretElsewhere_IsInvalid()
    {
        var elsewhere = new InstallationSecret([.. Some.Key.Reverse()]);
        var token = _tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(10));
        var same = LinkKey.Of(elsewhere, [.. Some.Key.Select(one => (byte)(one + 1))], T0.AddDays(10));

        Assert.Equal(Further[0].Id, same.Id);
        Assert.IsType<LinkReading.Invalid>(SomeLinks.Tokens(same).Read(token, LinkPurpose.Confirm, T0.AddDays(10)));
    }

    [Fact]
    public void Read_AnyBitFlipped_IsInvalid()
    {
        var bytes = Base64Url.DecodeFromChars(_tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(20)));

        Assert.All(
            Enumerable.Range(0, bytes.Length * 8),
            bit =>
            {
                var tampered = bytes.ToArray();
                tampered[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.IsType<LinkReading.Invalid>(_tokens.Read(Base64Url.EncodeToString(tampered), LinkPurpose.Confirm, T0.AddDays(20)));
            });
    }

    [Fact]
    public void Read_NamesAnotherKeyThatIsKnown_IsInvalid()
    {
        var (second, third) = (Of(T0.AddDays(10)), Of(T0.AddDays(20)));
        third.AsSpan(2, 3).CopyTo(second.AsSpan(2));

        Assert.IsType<LinkReading.Invalid>(_tokens.Read(Base64Url.EncodeToString(second), LinkPurpose.Confirm, T0.AddDays(20)));

        byte[] Of(DateTimeOffset minted) => Base64Url.DecodeFromChars(_tokens.Mint(LinkPurpose.Confirm, Subject, Expiry, minted));
    }

    [Fact]
    public void Read_TwoKeysFromTheSameMoment_AreBothKnownAndTheFirstIsAtItsEnd()
    {
        LinkKey[] both = [SomeLinks.Key(1, T0.AddDays(1)), SomeLinks.Key(2, T0.AddDays(1))];
        var (one, other) = (SomeLinks.Tokens(both), SomeLinks.Tokens(both[1], both[0]));

        var token = one.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(2));

        Assert.Equal(token, other.Mint(LinkPurpose.Confirm, Subject, Expiry, T0.AddDays(2)));
        Assert.Equal(new LinkReading.Valid(Subject), other.Read(token, LinkPurpose.Confirm, T0.AddDays(2)));
    }

    [Theory]
    [InlineData("", "2026-03-01T00:00:00Z", "Links:Keys:next:Secret")]
    [InlineData("c2hvcnQ=", "2026-03-01T00:00:00Z", "Links:Keys:next:Secret")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", null, "Links:Keys:next:SignsFrom")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "2026-03-01T00:00:00", "Links:Keys:next:SignsFrom")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "tomorrow", "Links:Keys:next:SignsFrom")]
    public void Validate_KeyThatIsNone_NamesTheSettingAndShowsNoSecret(string secret, string? signsFrom, string named)
    {
        var options = new LinkOptions { PublicUrl = new Uri("https://alerts.example.com"), Keys = { ["next"] = new() { Secret = secret, SignsFrom = signsFrom } } };

        var result = new LinkOptionsValidator().Validate(null, options);

        Assert.Contains(named, result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("AAECAwQF", result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SameSecretTwice_IsRefused()
    {
        var key = new LinkKeyOptions { Secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", SignsFrom = "2026-03-01T00:00:00+01:00" }; // no secret
        var options = new LinkOptions { PublicUrl = new Uri("https://alerts.example.com"), Keys = { ["one"] = key } };
        Assert.True(new LinkOptionsValidator().Validate(null, options).Succeeded);

        options.Keys["other"] = key;

        Assert.Contains("Links:Keys:other", new LinkOptionsValidator().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }
}
