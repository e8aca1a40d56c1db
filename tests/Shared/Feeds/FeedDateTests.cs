using System.Globalization;
using System.Text;
using Tipstaff.Feeds;

namespace Tipstaff.Tests.Shared.Feeds;

public sealed class FeedDateTests
{
    [Theory]
    [InlineData("Mon, 02 Mar 2026 13:59:58 GMT", "2026-03-02T13:59:58+00:00")]
    [InlineData("Mon, 2 Mar 2026 13:59:58 EST", "2026-03-02T13:59:58-05:00")]
    [InlineData("02 Mar 26 13:59 EDT", "2026-03-02T13:59:00-04:00")]
    [InlineData("02 Mar 98 13:59 CST", "1998-03-02T13:59:00-06:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 mdt", "2026-03-02T13:59:58-06:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 PST", "2026-03-02T13:59:58-08:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 AKDT", "2026-03-02T13:59:58-08:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 HST", "2026-03-02T13:59:58-10:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 AST", "2026-03-02T13:59:58-04:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 ChST", "2026-03-02T13:59:58+10:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 -0730", "2026-03-02T13:59:58-07:30")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 GMT-0500", "2026-03-02T13:59:58-05:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 -0500 (EST)", "2026-03-02T13:59:58-05:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58", "2026-03-02T13:59:58+00:00")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 XYZT", "2026-03-02T13:59:58+00:00")]
    [InlineData("  Mon  Mar  2 13:59:58 EST 2026 ", "2026-03-02T13:59:58-05:00")]
    [InlineData("02-Mar-2026 01:59:58 PM EST", "2026-03-02T13:59:58-05:00")]
    [InlineData("2026-03-02T13:59:58-05:00", "2026-03-02T13:59:58-05:00")]
    [InlineData("2026-03-02T13:59:58.123Z", "2026-03-02T13:59:58+00:00")]
    [InlineData("2026-03-02 13:59", "2026-03-02T13:59:00+00:00")]
    public void Read_Date_IsTheMoment(string text, string expected) =>
        Assert.Equal(expected, FeedDate.Read(Encoding.ASCII.GetBytes(text))?.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mon, 30 Feb 2026 13:59:58 GMT")]
    [InlineData("Mon, 02 Mar 2026 24:59:58 GMT")]
    [InlineData("Mon, 02 Mar 1979 13:59:58 GMT")]
    [InlineData("Mon, 02 Mar 2101 13:59:58 GMT")]
    [InlineData("Mon, 02 Mar 2026 13:59:58 +9900")]
    [InlineData("Mon, 99999999999999999999 Mar 2026")]
    [InlineData("Mon, 0x Mar 2026 13:59:58 GMT")]
    [InlineData("Mon, 02 Mar 2026")]
    [InlineData(": : : - + - 1-1-1")]
    public void Read_NoDate_IsNull(string text) => Assert.Null(FeedDate.Read(Encoding.ASCII.GetBytes(text)));
}
