using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class CaseRequestTests
{
    [Fact]
    public void Read_AllRight_GivesTheRequest()
    {
        var request = CaseRequest.Read("ada@example.com", "SDNY", "1:24-cv-1234-ABC", out var errors);

        Assert.Empty(errors);
        Assert.Equal("nysd", request!.Court.Id.Value);
        Assert.Equal("1:24-cv-01234", request.Docket.Value);
    }

    [Theory]
    [InlineData("nobody", "nysd", "1:24-cv-01234", "email", "ada@example.com")]
    [InlineData("", "nysd", "1:24-cv-01234", "email", "missing")]
    [InlineData("ada@example.com", "xxyd", "1:24-cv-01234", "court", "'xxyd'")]
    [InlineData("ada@example.com", "nysd", "twelve", "docketNumber", "'twelve'")]
    [InlineData("ada@example.com", "nysd", "24-cv-01234", "docketNumber", "office")]
    [InlineData("ada@example.com", "ca9", "1:24-cv-01234", "docketNumber", "24-1054")]
    [InlineData("ada@example.com", "nysb", "nonsense", "docketNumber", "24-10992")]
    public void Read_WrongField_NamesItTheValueAndTheRemedy(string email, string court, string docket, string field, string says)
    {
        Assert.Null(CaseRequest.Read(email, court, docket, out var errors));

        Assert.Contains(says, Assert.Contains(field, errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_HostileValue_IsShownOnOneShortLine()
    {
        CaseRequest.Read("ada@example.com", "a\r\nb\u001b[31m" + new string('x', 500), "1:24-cv-01234", out var errors);

        Assert.DoesNotContain(errors["court"], char.IsControl);
        Assert.True(errors["court"].Length < 150);
    }
}
