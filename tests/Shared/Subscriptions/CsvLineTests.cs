using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,", "a||")]
    [InlineData("\"a\",\"\",b", "a||b")]
    [InlineData("\"a,b\",\"say \"\"so\"\"\"", "a,b|say \"so\"")]
    [InlineData("a, b\t,c", "a| b\t|c")]
    public void Read_WellFormed_GivesItsFields(string line, string fields)
    {
        var read = CsvLine.Read(line, out var trouble);

        Assert.Null(trouble);
        Assert.Equal(fields, string.Join('|', read!));
    }

    [Theory]
    [InlineData("a,\"b", "do not close")]
    [InlineData("a,\"b\"\"", "do not close")]
    [InlineData("a,\"", "do not close")]
    [InlineData("a,b\",c", "inside a field")]
    [InlineData("a,\"b\"c", "behind the closing quote")]
    [InlineData("a\rb,c", "control character")]
    [InlineData("a\0,c", "control character")]
    public void Read_Malformed_SaysWhatIsWrong(string line, string says)
    {
        Assert.Null(CsvLine.Read(line, out var trouble));

        Assert.Contains(says, trouble, StringComparison.Ordinal);
    }
}
