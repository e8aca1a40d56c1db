using Tipstaff.Mail;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData("Mail:From", "nobody", "Tipstaff", "example.com", "desk@example.com")]
    [InlineData("Mail:FromName", "a@example.com", "Tipstaff\r\nBcc: x", "example.com", "desk@example.com")]
    [InlineData("Mail:FromName", "a@example.com", "", "example.com", "desk@example.com")]
    [InlineData("Mail:Domain", "a@example.com", "Tipstaff", "", "desk@example.com")]
    [InlineData("Mail:Domain", "a@example.com", "Tipstaff", "example..com", "desk@example.com")]
    [InlineData("Mail:Domain", "a@example.com", "Tipstaff", "exam>ple.com", "desk@example.com")]
    [InlineData("Mail:OperatorContact", "a@example.com", "Tipstaff", "example.com", " ")]
    public void Validate_OneBadValue_IsNamed(string option, string from, string fromName, string domain, string contact)
    {
        var options = new MailOptions { From = from, FromName = fromName, Domain = domain, OperatorContact = contact };

        var result = new MailOptionsValidator().Validate(null, options);

        Assert.Contains(option, Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_GoodValues_Succeed() => Assert.True(new MailOptionsValidator().Validate(null, SomeComposer.Options).Succeeded);
}
