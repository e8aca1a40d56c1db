using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class EntryNumbersTests
{
    [Theory]
    [InlineData("12,14,15,16,18", "Another 5 entries are too many for one e-mail: numbers 12, 14-16, 18. They are on the docket sheet.")]
    [InlineData("12,,13", "Another 3 entries are too many for one e-mail: numbers 12, 13, and 1 without a number. They are on the docket sheet.")]
    [InlineData(",", "Another 2 entries are too many for one e-mail: all without a number. They are on the docket sheet.")]
    public void TooManyForOneMail_Numbers_AreNamedInRanges(string numbers, string expected) =>
        Assert.Equal(expected, EntryNumbers.TooManyForOneMail([.. numbers.Split(',').Select(number => number is "" ? null : number)]));

    [Fact]
    public void TooManyForOneMail_ManyRanges_NamesTheFirst()
    {
        var sentence = EntryNumbers.TooManyForOneMail([.. Enumerable.Range(1, 10_000).Select(i => (i * 2).ToString())]);

        Assert.InRange(sentence.Length, 100, 400);
        Assert.Contains("78, 80 and others", sentence, StringComparison.Ordinal);
    }
}
