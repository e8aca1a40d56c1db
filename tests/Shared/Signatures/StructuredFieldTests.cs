using FsCheck;
using FsCheck.Fluent;
using Tipstaff.Signatures;

namespace Tipstaff.Tests.Shared.Signatures;

public sealed class StructuredFieldTests
{
    // What dictionaries are made of, whole and broken.
    private static readonly string[] Pieces =
        ["a", "sig1", "*b", "=", ";", ",", ", ", " ", "\t", "(", ")", "\"", "\"x\"", "\"\\\"\"", "\\", ":", ":YQ==:", ":YR==:", "?1", "?0", "?", "1", "-", "999999999999999", "1.5", "tok/en", "A", "@1", "%\"x\"", "é", "\0", "\r\n"];

    private static readonly Arbitrary<string> Texts =
        Gen.Choose(0, 30).SelectMany(length => Gen.Elements(Pieces).ArrayOf(length)).Select(string.Concat).ToArbitrary();

    [Theory]
    [InlineData("")]
    [InlineData("a=1")]
    [InlineData("a=-15, b=\"x y\", c=tok/en:*!, d=:YQ==:, e=?0, f")]
    [InlineData("a;x;y=2, *b-_.*9=999999999999999;z=\"\"")]
    [InlineData("a=(\"x\";req \"y\" tok 1 :: ?1);created=1;nonce=\"a\\\"b\\\\\", b=()")]
    public void TryReadDictionary_WellSpelt_WritesItselfAgain(string text) => Assert.Equal(text, Rewritten(text));

    [Theory]
    [InlineData("  a=1  ", "a=1")]
    [InlineData("a=1 ,\t b=2", "a=1, b=2")]
    [InlineData("a=(  1   2  );  x=1", "a=(1 2);x=1")]
    [InlineData("a=?1;x=?1", "a;x")]
    [InlineData("a=-0, b=007", "a=0, b=7")]
    public void TryReadDictionary_SpeltLoosely_IsWrittenStrictly(string text, string written) => Assert.Equal(written, Rewritten(text));

    [Theory]
    [InlineData("a=1,")]
    [InlineData(",a=1")]
    [InlineData("a=1 b=2")]
    [InlineData("a=")]
    [InlineData("A=1")]
    [InlineData("1=1")]
    [InlineData("a==1")]
    [InlineData("a=1;")]
    [InlineData("a=1;X")]
    [InlineData("a =1")]
    [InlineData("a=1000000000000000")]
    [InlineData("a=--1")]
    [InlineData("a=-")]
    [InlineData("a=1.5")]
    [InlineData("a=@1")]
    [InlineData("a=%\"x\"")]
    [InlineData("a=?2")]
    [InlineData("a=?")]
    [InlineData("a=\"x")]
    [InlineData("a=\"\\x\"")]
    [InlineData("a=\"\\")]
    [InlineData("a=\"é\"")]
    [InlineData("a=\"\t\"")]
    [InlineData("a='x'")]
    [InlineData("a=(1 2")]
    [InlineData("a=(1,2)")]
    [InlineData("a=(\"x\"\"y\")")]
    [InlineData("a=((1))")]
    [InlineData("a=1)")]
    [InlineData("a=:YQ==")]
    [InlineData("a=:YQ=:")]
    [InlineData("a=:YR==:")]
    [InlineData("a=:Y Q==:")]
    [InlineData("a=:_-8=:")]
    [InlineData("\ta=1")]
    [InlineData("a=1\r\n")]
    public void TryReadDictionary_Misspelt_IsRefused(string text) => Assert.False(StructuredFieldReader.TryReadDictionary(text, out _));

    [Theory]
    [InlineData("sig=1, sig=2")]
    [InlineData("sig=1, other=2, sig=1")]
    [InlineData("sig=1;created=1;created=2")]
    [InlineData("sig=(\"a\";x;x)")]
    public void TryReadDictionary_KeyTwice_IsRefused(string text) => Assert.False(StructuredFieldReader.TryReadDictionary(text, out _));

    [Fact]
    public void TryReadDictionary_AnyText_IsRefusedOrReadsBackAsItWasRead() =>
        Prop.ForAll(Texts, text =>
        {
            if (StructuredFieldReader.TryReadDictionary(text, out var members))
            {
                var written = Written(members);
                Assert.Equal(written, Rewritten(written));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("1a")]
    [InlineData("a=b")]
    public void Member_KeyWithoutSpelling_Throws(string key) =>
        Assert.Throws<ArgumentException>(() => StructuredFieldWriter.Member(key, new FieldMember.Item(new BareItem.Integer(1), [])));

    [Fact]
    public void Value_WithoutSpelling_Throws()
    {
        Assert.Throws<ArgumentException>(() => StructuredFieldWriter.Value(new FieldMember.Item(new BareItem.Integer(1_000_000_000_000_000), [])));
        Assert.Throws<ArgumentException>(() => StructuredFieldWriter.Value(new FieldMember.Item(new BareItem.Text("é"), [])));
        Assert.Throws<ArgumentException>(() => StructuredFieldWriter.Value(new FieldMember.Item(new BareItem.Text("a\n"), [])));
    }

    private static string Rewritten(string text)
    {
        Assert.True(StructuredFieldReader.TryReadDictionary(text, out var members), text);
        return Written(members);
    }

    private static string Written(IReadOnlyDictionary<string, FieldMember> members) =>
        string.Join(", ", members.Select(member => StructuredFieldWriter.Member(member.Key, member.Value)));
}
