using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class EntryQueryTests
{
    [Theory]
    [InlineData("acme", "Acme Corp. v. Roe", true)]
    [InlineData("ACME roe", "Acme Corp. v. Roe", true)]
    [InlineData("acme doe", "Acme Corp. v. Roe", false)]
    [InlineData("acme", "Acmeville v. Roe", false)]
    [InlineData("pena", "Peña v. Müller GmbH", true)]
    [InlineData("müller", "Pena v. Muller", true)]
    [InlineData("o'brien", "O’Brien v. Roe", true)]
    [InlineData("\"roe acme\"", "Acme Corp. v. Roe", false)]
    [InlineData("\"corp v roe\"", "Acme Corp. v. Roe", true)]
    [InlineData("at&t", "Doe v. AT&T Inc.", true)]
    [InlineData("\"john doe\" acme", "Acme v. Doe, John", false)]
    [InlineData("ﬁsher", "Fisher v. Roe", true)]
    public void Meets_Caption_NeedsAllWordsWhole(string query, string caption, bool meets) =>
        Assert.Equal(meets, EntryQuery.Parse(query).Meets(Some.Entry(caption: caption)));

    [Fact]
    public void Meets_WordsInCaptionAndLabel_NeedNotStandTogether() =>
        Assert.True(EntryQuery.Parse("acme dismiss").Meets(Some.Entry(caption: "Acme v. Roe", labels: "Motion to Dismiss")));

    [Fact]
    public void Meets_PhraseAcrossCaptionAndLabel_IsNone() =>
        Assert.False(EntryQuery.Parse("\"roe motion\"").Meets(Some.Entry(caption: "Acme v. Roe", labels: "Motion to Dismiss")));

    [Fact]
    public void Meets_HalfACharacterInACaption_IsNoFault() =>
        Assert.True(EntryQuery.Parse("acme").Meets(Some.Entry(caption: "Acme \ud800 v. Roe")));

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a")]
    [InlineData("& % \" \"")]
    [InlineData("\"john doe")]
    [InlineData("w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11")]
    public void TryParse_NothingToLookFor_IsRefused(string text) => Assert.False(EntryQuery.TryParse(text, out _));

    [Fact]
    public void TryParse_TooLong_IsRefused() => Assert.False(EntryQuery.TryParse(new string('x', EntryQuery.MaxLength + 1), out _));

    [Fact]
    public void TryParse_LongerOnceItIsFolded_IsRefused() => Assert.False(EntryQuery.TryParse(new string('ß', 150), out _));

    [Fact]
    public void TryParse_AnyText_IsReadBackAsItIsKept()
    {
        const string Letters = "ab\"\" ßæþﬁé&'-9";
        var random = new Random(1);
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 60)).Select(_ => Letters[random.Next(Letters.Length)]));
            if (EntryQuery.TryParse(text, out var query))
            {
                taken++;
                Assert.True(EntryQuery.TryParse(query.Value, out var again), $"'{text}' is kept as '{query.Value}', which cannot be read");
                Assert.Equal(query, again);
            }
        }

        Assert.True(taken > 1_000, $"only {taken} were queries");
    }

    [Theory]
    [InlineData("Roe  ACME", "acme roe")]
    [InlineData("\"John  Doe\" acme acme", "acme \"john doe\"")]
    public void Value_OtherSpelling_IsTheSame(string text, string value)
    {
        Assert.Equal(value, EntryQuery.Parse(text).Value);
        Assert.Equal(EntryQuery.Parse(value), EntryQuery.Parse(text));
    }
}
