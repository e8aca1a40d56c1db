using Microsoft.Extensions.Primitives;
using Tipstaff.Idempotency;

namespace Tipstaff.Tests.Shared.Idempotency;

public sealed class ClientKeyTests
{
    [Theory]
    [InlineData("\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    [InlineData("  \"a key\" ", "a key")]
    [InlineData("\"a \\\"quoted\\\" \\\\ key\"", "a \"quoted\" \\ key")]
    public void TryParse_AKey_IsWhatStandsInTheQuotes(string field, string value)
    {
        Assert.True(ClientKey.TryParse(field, out var key));

        Assert.Equal(value, key.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\"")]
    [InlineData("\"\"")]
    [InlineData("\"a")]
    [InlineData("a\"")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"a\\\"")]
    [InlineData("\"a\\b\"")]
    [InlineData("\"a\", \"b\"")]
    [InlineData("a b")]
    [InlineData("a;b=1")]
    [InlineData("\"é\"")]
    [InlineData("\"a\tb\"")]
    public void TryParse_NoKey_IsRefused(string field) => Assert.False(ClientKey.TryParse(field, out _));

    [Fact]
    public void TryParse_LengthAndNumber_HaveTheirLimits()
    {
        Assert.True(ClientKey.TryParse(new string('k', ClientKey.MaxLength), out _));
        Assert.True(ClientKey.TryParse($"\"{new string('k', ClientKey.MaxLength)}\"", out _));
        Assert.False(ClientKey.TryParse(new string('k', ClientKey.MaxLength + 1), out _));
        Assert.False(ClientKey.TryParse(new StringValues(["a", "b"]), out _));
        Assert.False(ClientKey.TryParse(StringValues.Empty, out _));
    }
}
