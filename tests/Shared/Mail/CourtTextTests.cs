using System.Diagnostics;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class CourtTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData(" \t\r\n ", "")]
    [InlineData("Chau v. Donovan", "Chau v. Donovan")]
    [InlineData("  Chau \t v.\r\n  Donovan ", "Chau v. Donovan")]
    [InlineData("Doe v. Roe\r\nBcc: eve@example.com", "Doe v. Roe Bcc: eve@example.com")]
    [InlineData("a\u2028b\u2029c\u0085d\u00a0e\u3000f", "a b c d e f")]
    [InlineData("\0a\u0001b\u001bc\u007fd\u0080e\u009ff", "abcdef")]
    [InlineData("\u202eabc\u202c \u2066d\u2067e\u2068f\u2069 \u200eg\u200fh\u061ci \u202aj\u202bk\u202d", "abc def ghi jk")]
    [InlineData("a\u200bb\u2060c\ufeffd\u00ade\u180ef\u200cg\u200dh", "abcdefgh")]
    [InlineData("a\U000e0041\U000e007fb\U000e0100c\ufe0fd", "abcd")]
    [InlineData("a\ue000b\U000f0000c\ufdd0d\u0378e", "abcde")]
    [InlineData("a\u115fb\u3164c\uffa0d\u2800e\u034ff", "abcdef")]
    [InlineData("Peña § 2255 “Jörg” Łódź 株式会社 \U0001f600", "Peña § 2255 “Jörg” Łódź 株式会社 \U0001f600")]
    [InlineData("<b onclick='x'>&amp;</b>", "<b onclick='x'>&amp;</b>")]
    [InlineData("\ufffd kept", "\ufffd kept")]
    [InlineData("می\u200cخواهم", "می\u200cخواهم")]
    [InlineData("\u200cمی\u200c \u200dخواهم\u200c", "می خواهم")]
    [InlineData("ab\u200ccd", "abcd")]
    public void Clean_AnyText_IsOneVisibleLine(string? text, string expected) => Assert.Equal(expected, CourtText.Clean(text, 100));

    // Apart from the theory above, as a test's name cannot carry them.
    [Fact]
    public void Clean_LoneSurrogates_AreTakenOut() =>
        Assert.Equal("abcd", CourtText.Clean("a" + (char)0xd800 + "b" + (char)0xdc00 + "c" + (char)0xdc00 + (char)0xd800 + "d" + (char)0xdbff, 100));

    [Fact]
    public void Clean_ManyMarksInARow_KeepsFour() =>
        Assert.Equal("e\u0301\u0301\u0301\u0301x", CourtText.Clean("e" + new string('\u0301', 500) + "x", 100));

    [Theory]
    [InlineData("abcdef", 6, "abcdef")]
    [InlineData("abcdefg", 6, "abcde…")]
    [InlineData("abcd efg", 6, "abcd…")]
    [InlineData("abcd\U0001f600fg", 6, "abcd…")]
    [InlineData("  abcdef  ", 6, "abcdef")]
    [InlineData("abcdefg", 1, "…")]
    public void Clean_LongText_IsCutBetweenCharacters(string text, int maxLength, string expected) =>
        Assert.Equal(expected, CourtText.Clean(text, maxLength));

    [Fact]
    public void Clean_CleanText_StaysAsItIs()
    {
        var once = CourtText.Clean("  Peña\u202e  v.\u200b  Łódź " + new string('x', 300), 100);

        Assert.Equal(once, CourtText.Clean(once, 100));
    }

    [Fact]
    public void Clean_TenMegabytesOfNothingVisible_IsEmptyAtOnce()
    {
        var began = Stopwatch.GetTimestamp();

        Assert.Equal("", CourtText.Clean(new string('\u200b', 10_000_000), 100));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10));
    }
}
